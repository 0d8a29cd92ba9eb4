import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { Folders } from "../support/folders";

const script = join(__dirname, "..", "..", "tools", "prune-dist.mjs");
const noted = "node_modules/.cache/plimsoll/lib.tsbuildinfo";

describe("before a build", () => {
  let folders: Folders;
  beforeEach(() => (folders = new Folders()));
  afterEach(() => folders.remove());

  /** Which of the files are there after it. */
  function left(files: string[], without: string[] = []): string[] {
    const all = ["lib/a.ts", "lib/b/c.ts", "lib/b/d.json", "dist/a.js", "dist/a.d.ts", "dist/b/c.js", noted, ...files];
    const folder = folders.make("project", Object.fromEntries(all.map((file) => [file, ""])));
    for (const file of without) rmSync(join(folder, file), { recursive: true });
    execFileSync(process.execPath, [script, folder]);
    return all.filter((file) => existsSync(join(folder, file)));
  }

  it("what has no source any more goes, and nothing else", () => {
    const gone = ["dist/e.js", "dist/e.d.ts", "dist/b.js"];
    expect(left(gone)).to.deep.equal(left([]));
    expect(left(gone)).to.include.members(["dist/a.js", "dist/a.d.ts", "dist/b/c.js", noted]);
  });

  for (const missing of ["dist/b/c.js", "dist"]) {
    it(`the compiler forgets what it wrote when ${missing} is missing`, () => {
      expect(left([], [missing])).not.to.include(noted);
    });
  }
});
