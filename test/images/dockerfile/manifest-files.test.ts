import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hasCredentials, npmSettings } from "../../../lib/images/dockerfile/manifest-files";
import { corpusFolder, facts, generated } from "../../support/applications";

const read = (file: string): string => readFileSync(join(corpusFolder("express"), file), "utf8");

/** JSON as its reader leaves it. */
type Parsed = Record<string, ReturnType<typeof JSON.parse>>;

/** The files that express' dependencies are installed from, after an edit of package.json and its lock file. */
function manifests(edit: (manifest: Parsed, lock: Parsed) => void = () => undefined) {
  const [manifest, lock] = [JSON.parse(read("package.json")), JSON.parse(read("package-lock.json"))];
  edit(manifest, lock);
  const texts = {
    "package.json": JSON.stringify(manifest),
    "package-lock.json": JSON.stringify(lock),
    "server.js": "",
  };
  return generated(facts(texts)).files;
}

describe("the files that dependencies are installed from", () => {
  for (const [title, edit] of [
    [
      "a version bump as `npm version` makes it",
      (manifest, lock) => (manifest["version"] = lock["version"] = lock["packages"][""].version = "9.0.0"),
    ],
    ["another script", (manifest) => (manifest["scripts"].test = "vitest")],
    ["another name", (manifest, lock) => (manifest["name"] = lock["name"] = lock["packages"][""].name = "shop")],
    [
      "another description, license and engines",
      (manifest, lock) =>
        Object.assign(
          manifest,
          { description: "x", license: "MIT", engines: { node: "24" } },
          (lock["packages"][""].engines = { node: "24" }),
        ),
    ],
  ] as [string, (manifest: Parsed, lock: Parsed) => unknown][]) {
    it(`stay the same after ${title}`, () => {
      expect(manifests((manifest, lock) => void edit(manifest, lock))).to.deep.equal(manifests());
    });
  }

  for (const [title, edit] of [
    ["another dependency", (manifest) => (manifest["dependencies"].ms = "2")],
    ["an override", (manifest) => (manifest["overrides"] = { ms: "2.1.3" })],
    ["a decision about install scripts", (manifest) => (manifest["allowScripts"] = { express: false })],
    ["another version in the lock file", (_, lock) => (lock["packages"]["node_modules/express"].version = "5.0.0")],
  ] as [string, (manifest: Parsed, lock: Parsed) => unknown][]) {
    it(`change with ${title}`, () => {
      expect(manifests((manifest, lock) => void edit(manifest, lock))).not.to.deep.equal(manifests());
    });
  }

  const npmrc =
    "legacy-peer-deps=true\n# ours\n//npm.example/:_authToken=abc\n@shop:registry=https://npm.example/\n_password = x\n";

  it("have npm's settings, and none of its credentials", () => {
    expect(npmSettings(npmrc)).to.equal("legacy-peer-deps=true\n@shop:registry=https://npm.example/\n");
    expect([hasCredentials(npmrc), hasCredentials("; _authToken=x\nfund=false")]).to.deep.equal([true, false]);
  });

  for (const [manager, root, member] of [
    ["yarn@1.22.22", ["private", "workspaces"], ["dependencies", "name", "version"]],
    ["yarn@4.13.0", ["name", "workspaces"], ["dependencies", "name"]],
  ] as const) {
    it(`have what ${manager} asks of packages of a workspace`, () => {
      const fields = {
        name: "shop",
        version: "1.0.0",
        private: true,
        workspaces: ["packages/*"],
        packageManager: manager,
      };
      const api = { name: "api", version: "2.0.0", private: true, main: "a.js", dependencies: { ms: "2" } };
      const given = facts({
        "package.json": JSON.stringify(fields),
        "packages/api/package.json": JSON.stringify(api),
        "packages/api/a.js": "",
      });
      const { files } = generated(given, "service", {}, { workspace: "packages/api" });
      const fieldsOf = (path: string) =>
        Object.keys(JSON.parse(files[`manifest/${path}`] ?? "{}") as object).toSorted();
      expect(fieldsOf("package.json")).to.deep.equal(root);
      expect(fieldsOf("packages/api/package.json")).to.deep.equal(member);
    });
  }
});
