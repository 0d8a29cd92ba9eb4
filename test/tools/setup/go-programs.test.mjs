import { expect } from "chai";
import { edited } from "../../../tools/setup/adapted-source.mjs";
import { goProblem } from "../../../tools/setup/go-programs.mjs";
import { isPlugin, onPath } from "../../../tools/setup/official-pulumi.mjs";
import { pluginVersion } from "../../../tools/setup/go-programs.mjs";

describe("Go", () => {
  const needed = "1.26.4";
  for (const { title, found, problem } of [
    {
      title: "that is not installed",
      found: undefined,
      problem: "Go is not installed, and Go 1.26.4 or newer is needed",
    },
    {
      title: "that is too old to fetch a newer one",
      found: { version: "go1.19.8", toolchain: "" },
      problem: "Go 1.19.8 is too old, 1.26.4 or newer is needed",
    },
    {
      title: "that is too old and may not fetch a newer one",
      found: { version: "go1.24.1", toolchain: "local" },
      problem: "Go 1.24.1 is too old, 1.26.4 or newer is needed",
    },
    {
      title: "that fetches a newer one for itself",
      found: { version: "go1.24.1", toolchain: "auto" },
      problem: undefined,
    },
    { title: "that is new enough", found: { version: "go1.26.4", toolchain: "local" }, problem: undefined },
  ]) {
    it(`${title} is ${problem === undefined ? "taken" : "refused by its version"}`, () => {
      expect(goProblem(found, needed)).to.equal(problem);
    });
  }
});

describe("an edit of a module's source", () => {
  it("is made where its place is, and takes nothing in it for a pattern", () => {
    expect(edited("a\nb\nc", [{ from: "b", to: "$& $1" }], "x.go")).to.equal("a\n$& $1\nc");
  });

  for (const [text, count] of [
    ["a", 0],
    ["b b", 2],
  ]) {
    it(`is refused where its place is there ${count} times`, () => {
      expect(() => edited(text, [{ from: "b", to: "c" }], "x.go")).to.throw(
        `x.go holds ${count} places "b" where one was expected`,
      );
    });
  }
});

describe("an installed docker plugin", () => {
  const [major] = pluginVersion.split(".");
  for (const [folder, fits] of [
    [`resource-docker-v${pluginVersion}`, true],
    [`resource-docker-v${major}.999.0`, true],
    [`resource-docker-v${Number(major) + 1}.0.0`, false],
    [`resource-docker-v${Number(major) - 1}.999.0`, false],
    [`resource-docker-v${pluginVersion}.lock`, false],
    [`resource-docker-build-v${pluginVersion}`, false],
  ]) {
    it(`as ${folder.replace(pluginVersion, "(ours)")} ${fits ? "fits" : "does not fit"}`, () => {
      expect(isPlugin(folder)).to.equal(fits);
    });
  }
});

describe("onPath", () => {
  it("finds the folder of a program", () => {
    expect(onPath("sh", "/nowhere::/bin")).to.equal("/bin");
  });

  it("finds no program that isn't there", () => {
    expect(onPath("no-such-program", "/bin")).to.equal(undefined);
  });
});
