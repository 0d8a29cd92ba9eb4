import { expect } from "chai";
import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "..", "..");
const example = join(root, "examples", "testing");
const packages = join(root, "node_modules");

/** How each runner is called, and what a file of it begins with. */
const runners = {
  mocha: { args: ["mocha/bin/mocha.js", "mocha/*.test.ts"], head: "" },
  node: {
    args: ["--import", "tsx", "--test", "--test-isolation=none", "--test-reporter=tap", "node/*.test.ts"],
    head: 'import { it } from "node:test";',
  },
  vitest: {
    args: ["vitest/vitest.mjs", "run", "--dir", "vitest", "--reporter=verbose"],
    head: 'import { it } from "vitest";',
  },
};

type Runner = keyof typeof runners;

interface Outcome {
  code: number;
  output: string;
}

function start(runner: Runner, cwd: string): Promise<Outcome> {
  const [program = "", ...rest] = runners[runner].args;
  const args = program.startsWith("-") ? [program, ...rest] : [join(packages, program), ...rest];
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: "1" };
  // What the runner of this very test has set for itself, and what tells colours.
  for (const name of ["TSX_TSCONFIG_PATH", "NODE_TEST_CONTEXT", "NODE_OPTIONS", "FORCE_COLOR", "UPDATE"])
    Reflect.deleteProperty(env, name);
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd, env, maxBuffer: 64 * 1024 ** 2 }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), output: `${stdout}\n${stderr}` }),
    );
  });
}

/** The runners one after the other on each folder, folders side by side: two processes at a time. */
async function startAll(folder: string): Promise<Record<Runner, Outcome>> {
  return {
    mocha: await start("mocha", folder),
    node: await start("node", folder),
    vitest: await start("vitest", folder),
  };
}

/** Programs that leave errors lying about, and a test after each that has nothing to do with them. */
const strays = (head: string): string => `
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { TestStack } from "plimsoll/testing";
${head}
const clean = async () => (await TestStack.run(() => void new docker.Volume("data"))).hasCount(docker.Volume, 1);
it("stray rejection", async () => {
  await TestStack.run(() => void pulumi.output(Promise.reject(new Error("nobody awaits this"))));
});
it("after the rejection", clean);
it("stray apply", async () => {
  await TestStack.run(() => void new docker.Volume("data").name.apply(() => { throw new Error("nobody reads this"); }));
});
it("after the apply", clean);
`;

/** The example as a project of somebody's own, with the packed library among its packages. */
function install(home: string): string {
  const packed = execFileSync("npm", ["pack", "--json", "--pack-destination", home], {
    cwd: root,
    encoding: "utf8",
    stdio: "pipe",
  });
  const [tarball] = JSON.parse(packed) as [{ filename: string }];
  const project = join(home, "project");
  cpSync(example, project, { recursive: true });
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "shop", private: true }));
  const modules = join(project, "node_modules");
  mkdirSync(join(modules, "plimsoll"), { recursive: true });
  execFileSync("tar", ["-xzf", join(home, tarball.filename), "-C", join(modules, "plimsoll"), "--strip-components=1"]);
  for (const entry of readdirSync(packages)) {
    if (entry !== "plimsoll" && !entry.startsWith(".")) symlinkSync(join(packages, entry), join(modules, entry));
  }
  return project;
}

/** Takes the memory limit of the cache away, and the protection of the shop's data. */
function breakPrograms(project: string): void {
  for (const [file, good, bad] of [
    ["cache.ts", "  memory: 256,\n", ""],
    ["index.ts", "protect: production", "protect: false"],
  ] as const) {
    const text = readFileSync(join(project, file), "utf8");
    expect(text, file).to.include(good);
    writeFileSync(join(project, file), text.replace(good, bad));
  }
}

describe("examples/testing", function () {
  this.timeout(120_000);
  let home: string;
  let whole: Record<Runner, Outcome>;
  let broken: Record<Runner, Outcome>;
  let project: string;

  before(async () => {
    home = mkdtempSync(join(tmpdir(), "plimsoll-runners-"));
    project = install(home);
    breakPrograms(project);
    for (const [runner, { head }] of Object.entries(runners))
      writeFileSync(join(project, runner, "stray.test.ts"), strays(head));
    [whole, broken] = await Promise.all([startAll(example), startAll(project)]);
  });

  after(() => rmSync(home, { recursive: true, force: true }));

  it("compiles in a project of its own", () => {
    execFileSync(join(packages, ".bin", "tsc"), ["-p", project], { encoding: "utf8", stdio: "pipe" });
  });

  for (const { runner, says, passed, failed } of [
    { runner: "mocha", says: /^ +15 passing/m, passed: "✔ ", failed: /^ +\d+\) / },
    { runner: "node", says: /^# pass 9$/m, passed: "ok \\d+ - ", failed: /^ *not ok \d+ - / },
    { runner: "vitest", says: /Tests +10 passed/, passed: "✓ .*", failed: /^ *× .*/ },
  ] as { runner: Runner; says: RegExp; passed: string; failed: RegExp }[]) {
    describe(`under ${runner}`, () => {
      const fails = (title: string): RegExp => new RegExp(`${failed.source}${title}`, "m");
      const passes = (title: string): RegExp => new RegExp(`^ *${passed}${title}`, "m");

      it("passes", () => {
        expect(whole[runner].code, whole[runner].output).to.equal(0);
        expect(whole[runner].output).to.match(says);
      });

      it("fails from the packed library with our words, where a program is broken, and only there", () => {
        const { code, output } = broken[runner];
        expect(code, output).to.be.greaterThan(0);
        expect(output).to.match(fails(".*is hardened.*"));
        expect(output).to.match(/The stack is not hardened: \d faults?\s+cache\s+memory: not limited/);
        expect(output).to.match(fails(".*keeps the database's data in production.*"));
        for (const title of [".*gives the api .*", "takes port and memory from the configuration"])
          expect(output).to.match(passes(title));
      });

      it("blames errors that nobody caught on the test they belong to, and on no other", () => {
        const { output } = broken[runner];
        for (const title of ["stray rejection", "stray apply"]) expect(output).to.match(fails(title));
        for (const words of ["nobody awaits this", "nobody reads this"]) expect(output).to.include(words);
        for (const title of ["after the rejection", "after the apply"]) expect(output).to.match(passes(title));
        expect(output).not.to.match(/Unhandled Error|asynchronous activity/);
      });
    });
  }
});
