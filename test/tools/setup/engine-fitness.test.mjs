import { expect } from "chai";
import { checkKind, checkSpace, checkVersion, neededBytes } from "../../../tools/setup/engine-fitness.mjs";

const host = "unix:///var/run/docker.sock";

describe("an engine", () => {
  for (const ApiVersion of ["1.40", "1.9"]) {
    it(`with API ${ApiVersion} is too old, and told so`, () => {
      expect(() => checkVersion({ Version: "19.03.15", ApiVersion }, host)).to.throw(
        `the Docker Engine at ${host} is too old: version 19.03.15 (API ${ApiVersion}), needed is 20.10 (API 1.41) or newer\n` +
          "  -> update Docker (https://docs.docker.com/engine/install), or point DOCKER_HOST at a newer engine",
      );
    });
  }

  for (const ApiVersion of ["1.41", "1.44", "1.50"]) {
    it(`with API ${ApiVersion} is new enough`, () => {
      checkVersion({ Version: "any", ApiVersion }, host);
    });
  }

  it("that runs Windows containers is refused", () => {
    expect(() => checkKind({ OSType: "windows" }, host)).to.throw(
      "runs windows containers, and Linux containers are needed",
    );
  });

  it("that runs Linux containers is taken, and so is one that doesn't say", () => {
    checkKind({ OSType: "linux" }, host);
    checkKind({}, host);
  });

  it("on a disk that is nearly full is refused with both numbers and what to do", () => {
    expect(() => checkSpace(neededBytes - 1024 ** 3, "/var/lib/docker")).to.throw(
      /^the disk is nearly full: 4\.0 GiB free at \/var\/lib\/docker, at least 5\.0 GiB are needed .*\n {2}-> make room \(`docker system df`/,
    );
  });

  it("on a disk with just enough room, or one that can't be seen, is taken", () => {
    checkSpace(neededBytes, "/");
    checkSpace(undefined, "/");
  });
});
