import { expect } from "chai";
import { join } from "node:path";
import { detectApplication } from "../../../lib/images/application/detect";
import type { FolderFacts } from "../../../lib/images/application/folder-facts";
import { readFolder } from "../../../lib/images/application/read-folder";
import { generateBuild, type GeneratedBuild, type GenerateOptions } from "../../../lib/images/dockerfile/generate";
import { corpusFolder, facts, nodeFolder } from "../../support/applications";
import { expectFile } from "../../support/snapshot";

function live(given: FolderFacts, options: GenerateOptions = {}, workspace?: string): GeneratedBuild {
  const { application } = detectApplication(given, "service", {
    development: { port: 3000, debug: false },
    ...(workspace === undefined ? {} : { workspace }),
  });
  if (application === undefined) throw new Error("nothing was found");
  return generateBuild(application, given, options);
}

const manifest = { scripts: { dev: "node --watch a.js" }, dependencies: { ms: "2" }, devDependencies: { tsx: "4" } };
const folder = (more: object = {}, files: Record<string, string> = {}): FolderFacts =>
  facts(nodeFolder({ ...manifest, ...more }, files));

describe("an image for development", () => {
  it("is made by the Dockerfile that was read at review", () => {
    const given = readFolder(corpusFolder("nest")).facts;
    expectFile(join(__dirname, "snapshots", "development.Dockerfile"), live(given, { packages: ["jq"] }).dockerfile);
  });

  it("holds nothing that an edit changes: no source, no script, no version", () => {
    const { dockerfile, files, kept } = live(folder({}, { "a.js": "1" }));
    expect(kept).to.deep.equal([]);
    expect(Object.keys(files)).to.deep.equal(["manifest/package.json", "manifest/package-lock.json"]);
    const edited = folder({ scripts: { dev: "node --watch b.js" }, version: "2.0.0" }, { "a.js": "2", "b.js": "" });
    expect([live(edited).dockerfile, live(edited).files]).to.deep.equal([dockerfile, files]);
  });

  it("is another one for other dependencies, which only development needs too", () => {
    const other = live(folder({ devDependencies: { tsx: "5" } }));
    expect(other.files).not.to.deep.equal(live(folder()).files);
  });

  it("gives modules and what tools write to the user", () => {
    const { dockerfile, development } = live(folder({ scripts: { dev: "next dev" }, dependencies: { next: "16" } }), {
      user: "1234:99",
    });
    expect(dockerfile).to.include("COPY --from=dependencies --chown=1234:99 /app/node_modules ./node_modules");
    expect(dockerfile).to.include("mkdir -p .next && \\\n    chown -R 1234:99 .next");
    expect(development?.writes).to.deep.equal(["node_modules", ".next"]);
  });

  it("has no modules where there are no dependencies", () => {
    const { dockerfile, development } = live(folder({ dependencies: {}, devDependencies: {} }));
    expect(dockerfile).not.to.include("node_modules");
    expect(development?.writes).to.deep.equal([]);
  });

  it("of a workspace's package is made by the Dockerfile that was read at review", () => {
    const given = readFolder(corpusFolder("pnpm-workspace")).facts;
    const { dockerfile, files, kept, development } = live(given, {}, "packages/api");
    expectFile(join(__dirname, "snapshots", "development-workspace.Dockerfile"), dockerfile);
    expect(files["follow-packages.cjs"]).to.include("npm");
    expect(kept).to.deep.equal([]);
    const parts = [{ folder: "packages/prices", scripts: ["build"], copied: true, skips: ["dist"], needs: [] }];
    expect(development).to.deep.equal({
      folder: "/app",
      command: [
        "node",
        "--max-old-space-size=32",
        "/follow-packages.cjs",
        JSON.stringify(parts),
        "node",
        "--watch",
        "--watch-kill-signal=SIGKILL",
        "src/server.ts",
      ],
      environment: {},
      writes: ["node_modules", "packages/api/node_modules", "packages/prices", "/build"],
      generates: false,
      original: "/source",
    });
  });

  it("of a workspace's package starts its program itself where nothing is built, from wherever the manager put it", () => {
    const dev = { scripts: { dev: "next dev" }, dependencies: { next: "16" } };
    const given = facts({
      "package.json": JSON.stringify({ workspaces: ["apps/*"] }),
      "apps/web/package.json": JSON.stringify({ name: "web", ...dev }),
    });
    const { dockerfile, development } = live(given, {}, "apps/web");
    expect(development?.command.slice(0, 2)).to.deep.equal(["next", "dev"]);
    expect(development?.writes).to.deep.equal(["node_modules", "apps/web/node_modules", "apps/web/.next"]);
    expect(development?.original).to.equal(undefined);
    expect(dockerfile).to.include('ENV PATH="$PATH:/app/apps/web/node_modules/.bin:/app/node_modules/.bin"');
    expect(dockerfile).to.include("mkdir -p apps/web/.next && \\\n    chown -R 1000:1000 apps/web/.next");
  });

  it("runs scripts of an install where the source is, at each start, and lets them write there", () => {
    const scripts = { ...manifest.scripts, postinstall: "prisma generate" };
    const { development } = live(folder({ scripts }));
    expect([development?.generates, live(folder()).development?.generates]).to.deep.equal([true, false]);
    expect(development?.command).to.deep.equal([
      "/bin/sh",
      "-c",
      'node --run postinstall && exec "$@"',
      "sh",
      "node",
      "--watch-kill-signal=SIGKILL",
      "--watch",
      "a.js",
    ]);
  });
});
