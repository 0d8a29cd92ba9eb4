import { expect } from "chai";
import { unreachable } from "../../lib/audit/read/engine";

describe("an engine that can't be asked", () => {
  it("is one that the user may not use", () => {
    expect(unreachable({ code: "EACCES", message: "x" })).to.match(
      /^You may not use the Docker Engine at .*group "docker"/,
    );
  });

  it("is one that is not there", () => {
    expect(unreachable({ code: "ENOENT", message: "no such file" })).to.match(
      /does not answer \(no such file\)\. Start it/,
    );
  });
});
