import { expect } from "chai";
import { resolve } from "node:path";
import type { BuildArgs } from "../../lib/components/build-args";
import { checkImage, type Wanted } from "../../lib/validation/build";
import { Checks } from "../../lib/validation/checks";
import { spoken } from "../support/faults";
import { Folders } from "../support/folders";

function faults(args: { build?: BuildArgs; image?: string }): string[] {
  const checks = new Checks();
  checkImage(checks, args, { kind: "service" });
  return spoken(checks.faults);
}

describe("what a service is made from", () => {
  let folders: Folders;
  let context: string;
  before(() => {
    folders = new Folders();
    context = folders.make("api", {
      Dockerfile: "FROM scratch",
      "docker/prod.Dockerfile": "FROM scratch",
      "ca.pem": "",
    });
  });
  after(() => {
    folders.remove();
  });

  it("refuses a build beside an image", () => {
    expect(faults({ build: { context }, image: "node:24" })).to.deep.equal([
      "image: can't be given together with build; leave one of them out",
    ]);
  });

  for (const [what, args] of [
    ["neither build nor image", {}],
    ["an empty image", { image: "" }],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(faults(args)).to.deep.equal([
        'build: is missing, and so is image; write build: { context: "./folder" }, or image: "name:tag"',
      ]);
    });
  }

  it("refuses an image's name that no registry has", () => {
    expect(faults({ image: "My App:1" })).to.deep.equal([
      'image: "My App:1" is not the name of an image; write one such as "node:24.21.0-slim" or "registry.example/team/api:1.2"',
    ]);
  });

  it("refuses a folder that isn't there, and says where it looked", () => {
    expect(faults({ build: { context: "./nowhere" } })).to.deep.equal([
      `build.context: there is no folder "./nowhere" (${resolve("nowhere")}); write the application's folder, relative to the stack program`,
    ]);
  });

  it("refuses a file where a folder is meant", () => {
    expect(faults({ build: { context: `${context}/Dockerfile` } })).to.have.length(1);
  });

  it("refuses a folder without its Dockerfile", () => {
    expect(faults({ build: { context, dockerfile: "Containerfile" } })).to.deep.equal([
      `build.dockerfile: there is no "Containerfile" in "${context}"; add one, or name its path inside the folder`,
    ]);
  });

  it("refuses a build secret whose file isn't there", () => {
    expect(faults({ build: { context, secretFiles: { ca: "/nowhere/ca.pem" } } })).to.deep.equal([
      "build.secretFiles.ca: there is no file /nowhere/ca.pem; write the path of a file on this machine",
    ]);
  });

  describe("of a folder without a Dockerfile", () => {
    let app: string;
    before(() => {
      app = folders.make("app", {
        "package.json": JSON.stringify({ main: "server.js", engines: { node: "22" } }),
        "server.js": "",
        ".npmrc": "//npm.example/:_authToken=abc",
      });
    });

    function check(build: Partial<BuildArgs> = {}, wanted: Partial<Wanted> = {}) {
      const checks = new Checks();
      const source = checkImage(checks, { build: { context: app, ...build } }, { kind: "service", ...wanted });
      return { checks, generated: "build" in source ? source.build.generated : undefined };
    }

    it("makes one", () => {
      const { checks, generated } = check({ args: { B: "1", A: "2" } });
      expect(spoken(checks.faults)).to.deep.equal([]);
      expect(generated?.dockerfile).to.match(/^FROM node:22\./m);
    });

    it("takes the Node that the program names, and refuses one that the application does not allow", () => {
      expect(spoken(check({}, { nodeVersion: 24 }).checks.faults)).to.deep.equal([
        `build.context: ${app}: nodeVersion is 24, engines.node in package.json is "22"; let both name the same`,
      ]);
    });

    it("makes none where another name is asked for", () => {
      expect(spoken(check({ dockerfile: "Containerfile" }).checks.faults)).to.deep.equal([
        `build.dockerfile: there is no "Containerfile" in "${app}"; add one, or name its path inside the folder`,
      ]);
    });

    it("refuses what only an own Dockerfile can have", () => {
      const { checks } = check({ target: "production", secretFiles: { token: `${context}/ca.pem` } });
      expect(spoken(checks.faults)).to.deep.equal([
        "build.target: a Dockerfile that is made has one result; leave it out, or write a Dockerfile",
        'build.secretFiles.token: a Dockerfile that is made reads "ca" and "npmrc" only; leave it out, or write a Dockerfile',
      ]);
    });

    it("tells that credentials of a registry come as a build secret", () => {
      expect(spoken(check().checks.warnings)).to.deep.equal([
        `build.secretFiles: ${app}/.npmrc has credentials, which go into no image; write { npmrc: "${app}/.npmrc" } to install with them`,
      ]);
      expect(check({ secretFiles: { npmrc: `${app}/.npmrc` } }).checks.warnings).to.deep.equal([]);
    });

    it("says what keeps it from being built", () => {
      const empty = folders.make("empty", { "main.go": "" });
      expect(faults({ build: { context: empty } })).to.deep.equal([
        `build.context: ${empty}: there is neither a Dockerfile nor a package.json; add one of them, or name another folder`,
      ]);
    });
  });

  for (const [what, args] of [
    ["a folder with a Dockerfile", (): object => ({ build: { context } })],
    [
      "a Dockerfile in a folder of its own",
      (): object => ({ build: { context, dockerfile: "docker/prod.Dockerfile" } }),
    ],
    ["a build secret", (): object => ({ build: { context, secretFiles: { ca: `${context}/ca.pem` } } })],
    ["an image with a tag", (): object => ({ image: "registry.example:5000/team/api:1.2" })],
    ["an image by its digest", (): object => ({ image: `node@sha256:${"0".repeat(64)}` })],
  ] as const) {
    it(`accepts ${what}`, () => {
      expect(faults(args())).to.deep.equal([]);
    });
  }
});
