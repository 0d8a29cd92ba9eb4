import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LivePart } from "../../../lib/images/application/live-workspace";
import { followScript } from "../../../lib/images/dockerfile/follow-packages";
import { Folders } from "../../support/folders";

/** A build that joins all that lies in a folder with what the package before made; a file that says so makes it fail. */
const build = (from = "", first = "rm -rf dist && "): string =>
  JSON.stringify({
    scripts: { build: `${first}mkdir -p dist && ! grep -q broken src/* && cat src/* ${from} > dist/all` },
  });
const base = { "base/package.json": build("", ""), "base/src/a": "a", "base/dist/old": "" };
const lib = { "lib/package.json": build("../base/dist/all"), "lib/src/b": "b" };
const parts: LivePart[] = [
  { folder: "base", scripts: ["build"], copied: true, skips: ["dist"], needs: [] },
  { folder: "lib", scripts: ["build"], copied: true, skips: ["dist"], needs: ["base"] },
];

describe("packages that are built for another one in development", function () {
  this.timeout(30_000);
  let folders: Folders;
  let folder = "";
  let follower: ChildProcess | undefined;
  const source = (path: string): string => join(folder, "source", path);
  const made = (path: string): string => join(folder, "app", path);

  beforeEach(() => {
    folders = new Folders();
    folder = folders.make(
      "workspace",
      Object.fromEntries(Object.entries({ ...base, ...lib }).map(([name, text]) => [`source/${name}`, text])),
    );
    mkdirSync(made("base/node_modules/ms"), { recursive: true });
    mkdirSync(made("lib"));
    mkdirSync(join(folder, "build"));
    writeFileSync(made("base/stale"), "");
  });
  afterEach(() => {
    follower?.kill("SIGKILL");
    folders.remove();
  });

  /** The script as it is in the image, with folders of this test in place of the container's. */
  function follow(given: readonly LivePart[], program: string): ChildProcess {
    const places = [
      ["/source", source("")],
      ["/app", made("")],
      ["/build", join(folder, "build")],
    ] as const;
    const script = places.reduce(
      (text, [from, to]) => text.replaceAll(JSON.stringify(from), JSON.stringify(to)),
      followScript,
    );
    writeFileSync(join(folder, "follow.cjs"), script);
    const words = [join(folder, "follow.cjs"), JSON.stringify(given), process.execPath, "-e", program];
    follower = spawn(process.execPath, words, { stdio: "ignore", cwd: folder });
    return follower;
  }

  const running = `require("node:fs").appendFileSync("started", "x"); setInterval(() => {}, 1000)`;
  const text = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, "utf8") : undefined);
  async function holds(path: string, expected: string | undefined): Promise<void> {
    for (let turn = 0; turn < 200 && text(path) !== expected; turn++) await new Promise((end) => setTimeout(end, 50));
    expect(text(path), path).to.equal(expected);
  }

  it("are built in their order before the program starts, from copies without what lay there", async () => {
    follow(parts, running);
    await holds(join(folder, "started"), "x");
    expect([text(made("base/dist/all")), text(made("lib/dist/all"))]).to.deep.equal(["a", "ba"]);
    expect([text(made("base/stale")), existsSync(made("base/node_modules/ms"))]).to.deep.equal([undefined, true]);
    expect([text(made("base/dist/old")), text(source("base/dist/old"))]).to.deep.equal([undefined, ""]);
  });

  it("are built again after edits, with those that need them: of files that change, come, go and move", async () => {
    follow(parts, running);
    await holds(join(folder, "started"), "x");
    // What an own build noted does not count, nor what the one before left.
    writeFileSync(source("base/own.tsbuildinfo"), "");
    writeFileSync(join(folder, "build/base/left"), "");
    writeFileSync(source("base/src/a"), "A");
    await holds(made("lib/dist/all"), "bA");
    mkdirSync(source("lib/src/deeper"));
    writeFileSync(source("lib/src/c"), "c");
    rmSync(source("lib/src/deeper"), { recursive: true });
    await holds(made("lib/dist/all"), "bcA");
    // As editors write.
    writeFileSync(source("lib/src/.b"), "B");
    renameSync(source("lib/src/.b"), source("lib/src/b"));
    await holds(made("lib/dist/all"), "BcA");
    rmSync(source("base/src/a"));
    writeFileSync(source("base/src/z"), "z");
    await holds(made("lib/dist/all"), "Bcz");
    for (const gone of ["src/a", "own.tsbuildinfo", "left"])
      expect(existsSync(made(`base/${gone}`)), gone).to.equal(false);
  });

  it("don't keep the program from its start by a build that fails, which is tried again", async () => {
    writeFileSync(source("base/src/a"), "broken");
    follow(parts, running);
    await holds(join(folder, "started"), "x");
    writeFileSync(source("base/src/a"), "mended");
    await holds(made("lib/dist/all"), "bmended");
    // It may not have found what it loads.
    await holds(join(folder, "started"), "xx");
    writeFileSync(source("base/src/a"), "again");
    await holds(made("lib/dist/all"), "bagain");
    expect(text(join(folder, "started"))).to.equal("xx");
  });

  it("keep it from its start by another script that fails", async () => {
    const own = { folder: "", scripts: ["generate"], copied: false, skips: [], needs: [] };
    writeFileSync(made("package.json"), '{ "scripts": { "generate": "exit 3" } }');
    const [code] = (await once(follow([own], running), "exit")) as [number];
    expect([code, existsSync(join(folder, "started"))]).to.deep.equal([1, false]);
  });

  it("end with the program, by its code, and hand signals on", async () => {
    const [code] = (await once(follow([], "process.exit(7)"), "exit")) as [number];
    expect(code).to.equal(7);
    const program = `process.on("SIGTERM", () => process.exit(9)); ${running}`;
    const child = follow([], program);
    await holds(join(folder, "started"), "x");
    child.kill("SIGTERM");
    expect(((await once(child, "exit")) as [number])[0]).to.equal(9);
  });
});
