import { expect } from "chai";
import type { BuildArgs } from "../../lib/components/build-args";
import { alpineNodeBases, distrolessNodeBases, nodeBases } from "../../lib/images/pinned";
import { checkImage } from "../../lib/validation/build";
import { Checks } from "../../lib/validation/checks";
import { nodeFolder } from "../support/applications";
import { spoken } from "../support/faults";
import { Folders } from "../support/folders";

describe("how the image of a Node service is made", () => {
  let folders: Folders;
  let plain: string;
  before(() => {
    folders = new Folders();
    plain = folders.make("plain", { "package.json": "{}", "server.js": "" });
  });
  after(() => {
    folders.remove();
  });

  function make(build: Partial<BuildArgs>, kind: "service" | "site" = "service") {
    const checks = new Checks();
    const image = checkImage(checks, { build: { context: plain, ...build } }, { kind, user: "1001:1002" });
    const generated = "build" in image ? image.build.generated : undefined;
    return { faults: spoken(checks.faults), dockerfile: generated?.dockerfile ?? "" };
  }
  const from = (dockerfile: string): string[] => [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, name = ""]) => name);

  for (const [build, bases, says] of [
    [{}, [nodeBases[24]], 'CMD ["node", "server.js"]'],
    [{ base: "alpine" }, [alpineNodeBases[24]], ""],
    [{ base: "distroless" }, [distrolessNodeBases[24]], "ENTRYPOINT []"],
    [
      { base: "minimal" },
      [nodeBases[24], "scratch"],
      'ENV NODE_ENV="production" PATH="/usr/local/bin" NODE_VERSION="24',
    ],
    [{ baseImage: "registry.example/node:24-company" }, ["registry.example/node:24-company"], ""],
    [{ base: "minimal", baseImage: "registry.example/node:24" }, ["registry.example/node:24", "scratch"], ""],
    [{ base: "distroless", baseImage: `x@sha256:${"a".repeat(64)}` }, [`x@sha256:${"a".repeat(64)}`], ""],
    [{ packages: ["ffmpeg", "imagemagick=8:6.9"] }, [nodeBases[24], "base"], "recommends ffmpeg imagemagick=8:6.9"],
    [{ base: "alpine", packages: ["ffmpeg"] }, [alpineNodeBases[24], "base"], "apk add --no-cache ffmpeg"],
    [{ compileCache: true }, [nodeBases[24], "program", "program"], 'ENV NODE_COMPILE_CACHE="/compile-cache"'],
  ] satisfies [Partial<BuildArgs>, string[], string][]) {
    it(`begins from ${bases.join(", ")} with ${JSON.stringify(build)}`, () => {
      const { faults, dockerfile } = make(build);
      expect(faults).to.deep.equal([]);
      expect(from(dockerfile)).to.deep.equal(bases);
      expect(dockerfile).to.include(says);
      expect(dockerfile).to.include("USER 1001:1002");
    });
  }

  for (const [build, fault] of [
    [
      { base: "debian" as never },
      'build.base: "debian" is no base; write one of "slim", "alpine", "distroless", "minimal"; an image goes into baseImage',
    ],
    [
      { base: "minimal", packages: ["ffmpeg"] },
      'build.packages: "minimal" takes no packages of the system; write base: ImageBase.slim',
    ],
    [
      { packages: ["ffmpeg; rm -rf /"] },
      'build.packages[0]: "ffmpeg; rm -rf /" is not a package\'s name; write one such as "imagemagick"',
    ],
    [{ baseImage: "node:18-slim" }, "build.baseImage: Node 18 ended on 2025-04-30: its holes stay open; move to 24"],
    [
      { baseImage: "registry.example:5000/node" },
      'build.baseImage: "registry.example:5000/node" has neither tag nor digest, so two builds may begin from different images; write one, such as "registry.example:5000/node:24.21.0-slim"',
    ],
    [
      { platform: "windows/amd64" },
      'build.platform: "windows/amd64" is not a platform; write one such as "linux/arm64"',
    ],
  ] satisfies [Partial<BuildArgs>, string][]) {
    it(`refuses ${JSON.stringify(build)}`, () => {
      expect(make(build).faults).to.deep.equal([fault]);
    });
  }

  it("refuses a base without npm for a program that npm starts", () => {
    const context = folders.make("npm", nodeFolder({ scripts: { start: "node a.js && node b.js" } }));
    expect(make({ context, base: "minimal" }).faults).to.deep.equal([
      'build.base: "minimal" has no npm, and the script "start" in package.json needs it; let "start" in package.json start node itself, or write ImageBase.slim',
    ]);
  });

  it("refuses one file of a program that node does not start by a file", () => {
    const context = folders.make("next", nodeFolder({ scripts: { start: "next start" }, dependencies: { next: "1" } }));
    expect(make({ context, bundle: true, compileCache: true }).faults).to.deep.equal([
      'build.bundle: needs a file that node starts; the script "start" in package.json starts "node_modules/.bin/next start"; write "start": "node FILE" into package.json, or leave it out',
      'build.compileCache: needs a file that node starts; the script "start" in package.json starts "node_modules/.bin/next start"; write "start": "node FILE" into package.json, or leave it out',
    ]);
  });

  it("refuses all of it for a folder with a Dockerfile, and for a page", () => {
    const context = folders.make("own", { Dockerfile: "FROM scratch", "package.json": "{}" });
    expect(make({ context, base: "minimal" }).faults).to.deep.equal([
      "build.base: the folder has a Dockerfile of its own (Dockerfile), which decides that; leave it out, or remove the Dockerfile",
    ]);
    const manifest = { scripts: { build: "vite build" }, devDependencies: { vite: "1" } };
    const site = folders.make("site", nodeFolder(manifest));
    expect(make({ context: site, bundle: true }, "site").faults).to.deep.equal([
      "build.bundle: is for Node services; a page is served by nginx; leave it out",
    ]);
  });

  it("leaves packages beside the one file that have parts in C", () => {
    const lock = {
      lockfileVersion: 3,
      packages: {
        "": { dependencies: { sharp: "1", bcrypt: "1", ms: "1" } },
        "node_modules/sharp": { optionalDependencies: { "@img/sharp-linux-x64": "1" } },
        "node_modules/@img/sharp-linux-x64": { os: ["linux"], cpu: ["x64"], optional: true },
        "node_modules/bcrypt": { hasInstallScript: true },
        "node_modules/ms": {},
        "node_modules/watcher": { optionalDependencies: { fsevents: "1" } },
        "node_modules/fsevents": { os: ["darwin"], optional: true },
        "node_modules/tool": { dev: true, optionalDependencies: { "@img/sharp-linux-x64": "1" } },
      },
    };
    const dependencies = { sharp: "1", bcrypt: "1", ms: "1" };
    const manifest = { main: "a.js", dependencies, allowScripts: { bcrypt: true } };
    const files = { "a.js": "", "package-lock.json": JSON.stringify(lock) };
    const context = folders.make("parts", nodeFolder(manifest, files));
    const { dockerfile } = make({ context, bundle: true });
    expect(dockerfile).to.include('"external":["bcrypt","sharp"]');
    expect(dockerfile).to.include("COPY --from=modules");
    expect(make({ context, bundle: { external: [] } }).dockerfile).not.to.include("COPY --from=modules");
  });
});
