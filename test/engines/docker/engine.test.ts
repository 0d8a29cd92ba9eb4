import { expect } from "chai";
import {
  apiVersion,
  engineTooOld,
  engineUnreachable,
  oldestApiVersion,
  underMocks,
} from "../../../lib/engines/docker/engine";
import { run } from "../../support/stacks";

describe("the engine", () => {
  for (const { api, release } of [
    { api: "1.40", release: "19.03.15" },
    { api: "1.9", release: "1.9.1" },
  ]) {
    it(`is too old with API ${api}, and says what is needed`, () => {
      expect(engineTooOld(api, release)).to.equal(
        `Docker Engine ${release} (API ${api}) is too old: the components need 20.10 (API 1.41) or newer. ` +
          "Upgrade the engine, or name another one in docker:host.",
      );
    });
  }

  for (const api of ["1.41", "1.44", "1.50", "1.100"]) {
    it(`is new enough with API ${api}`, () => {
      expect(engineTooOld(api, "any")).to.equal(undefined);
    });
  }

  it("that does not answer is named, with the reason and two ways to name another", () => {
    expect(engineUnreachable("unix:///var/run/docker.sock", "connect ENOENT /var/run/docker.sock")).to.equal(
      "The Docker Engine at unix:///var/run/docker.sock does not answer (connect ENOENT /var/run/docker.sock). Start it, or " +
        "name another one: pulumi config set docker:host unix:///path/to/docker.sock, or DOCKER_HOST.",
    );
  });

  it("is never asked under mocks: the oldest version stands for it", async () => {
    const { result } = await run(async () => ({ mocks: underMocks(), version: await apiVersion() }));
    expect(result).to.deep.equal({ mocks: true, version: oldestApiVersion });
  });
});
