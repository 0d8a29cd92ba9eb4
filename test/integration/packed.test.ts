import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "..", "..");

/** What a stack program of somebody else's says. */
const body = `
const network = new ServiceNetwork("packed");
const db = new TunedPostgres("db", { network, password: pulumi.secret("packed-1"), clients: { app: { password: pulumi.secret("packed-2") } } });
const api = new OptimizedNodeService("api", { network, image: "node:24.21.0-slim", port: 3000, database: db.client("app") });
const edge = new CachingNginx("edge", { network, routes: [api.route("/")] });
`;

const names = "CachingNginx, OptimizedNodeService, ServiceNetwork, TunedPostgres";

const imports = `import * as pulumi from "@pulumi/pulumi";\nimport { ${names} } from "plimsoll";${body}export const url = edge.url;\n`;

const requires = `const pulumi = require("@pulumi/pulumi");\nconst { ${names} } = require("plimsoll");${body}exports.url = edge.url;\n`;

/** A test of that program, with Node's own runner. */
const test = `
test("the stack is as it should be, whenever it is run", async () => {
  for (const stack of ["one", "two"]) {
    const ran = await TestStack.run(() => import("./index.js"), { project: "packed", stack });
    assertHardened(ran);
    ran.hasProperties("docker:index/container:Container", "db", { name: \`packed-\${stack}-db\` });
  }
});
`;

const testImports = `import { test } from "node:test";\nimport { TestStack, assertHardened } from "plimsoll/testing";\n${test}`;

const testRequires = `const { test } = require("node:test");\nconst { TestStack, assertHardened } = require("plimsoll/testing");\n${test}`;

describe("the packed tarball, from a project outside the checkout", function () {
  this.timeout(180_000);
  let home: string;

  before(() => {
    home = mkdtempSync(join(tmpdir(), "plimsoll-packed-"));
    const packed = execFileSync("npm", ["pack", "--json", "--pack-destination", home], { cwd: root, encoding: "utf8" });
    const [tarball] = JSON.parse(packed) as [{ filename: string }];
    const modules = join(home, "node_modules");
    mkdirSync(join(modules, "plimsoll"), { recursive: true });
    execFileSync("tar", [
      "-xzf",
      join(home, tarball.filename),
      "-C",
      join(modules, "plimsoll"),
      "--strip-components=1",
    ]);
    // The packages it depends on, as an installation would put them beside it, without asking a registry.
    for (const entry of readdirSync(join(root, "node_modules"))) {
      if (entry !== "plimsoll" && !entry.startsWith("."))
        symlinkSync(join(root, "node_modules", entry), join(modules, entry));
    }
  });

  after(() => rmSync(home, { recursive: true, force: true }));

  it("holds what users need and nothing else", () => {
    const listed = execFileSync("find", [".", "-type", "f", "-not", "-name", "*.js", "-not", "-name", "*.d.ts"], {
      cwd: join(home, "node_modules", "plimsoll"),
      encoding: "utf8",
    });
    expect(listed.trim().split("\n").toSorted()).to.deep.equal([
      "./CHANGELOG.md",
      "./LICENSE",
      "./README.md",
      "./lib/assets/install-workflows.mjs",
      "./lib/assets/sweep-stack.cjs",
      "./lib/assets/torn-attributes.cjs",
      "./lib/assets/watch-stack.cjs",
      "./package.json",
    ]);
  });

  for (const [type, program, ownTest] of [
    ["module", imports, testImports],
    ["commonjs", requires, testRequires],
  ] as const) {
    const project = (): string => join(home, type);

    it(`compiles in strict TypeScript in a package of type ${type}`, () => {
      mkdirSync(project(), { recursive: true });
      writeFileSync(join(project(), "package.json"), JSON.stringify({ type, main: "index.js" }));
      writeFileSync(join(project(), "program.ts"), imports);
      const options = [
        "--noEmit",
        "--strict",
        "--module",
        "nodenext",
        "--target",
        "es2023",
        "--skipLibCheck",
        "--types",
        "node",
      ];
      execFileSync(join(root, "node_modules", ".bin", "tsc"), [...options, "program.ts"], {
        cwd: project(),
        encoding: "utf8",
      });
    });

    it(`previews in a package of type ${type}`, () => {
      writeFileSync(join(project(), "index.js"), program);
      writeFileSync(
        join(project(), "Pulumi.yaml"),
        "name: packed\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
      );
      const backend = join(project(), "state");
      mkdirSync(backend);
      const own = {
        PULUMI_BACKEND_URL: `file://${backend}`,
        PULUMI_CONFIG_PASSPHRASE: "packed",
        PULUMI_SKIP_UPDATE_CHECK: "1",
      };
      const pulumi = (...args: string[]): string =>
        execFileSync("pulumi", args, { cwd: project(), env: { ...process.env, ...own }, encoding: "utf8" });
      pulumi("stack", "init", type);
      const preview = pulumi("preview", "--stack", type, "--json");
      for (const name of ["TunedPostgres", "OptimizedNodeService", "CachingNginx"])
        expect(preview).to.contain(`plimsoll:index:${name}`);
    });

    it(`is tested with its kit in a package of type ${type}`, () => {
      writeFileSync(join(project(), "stack.test.js"), ownTest);
      const said = execFileSync(process.execPath, ["--test", "stack.test.js"], {
        cwd: project(),
        encoding: "utf8",
      });
      expect(said).to.match(/pass 1\n[^]*fail 0/);
    });

    it(`is planned by its command in a package of type ${type}`, () => {
      const command = join(home, "node_modules", "plimsoll", "dist", "cli", "main.js");
      const args = [command, "plan", "--host", "2cpu,8GiB"];
      const plan = execFileSync(process.execPath, args, { cwd: project(), encoding: "utf8" });
      for (const row of [/^db +TunedPostgres +1GiB/m, /^api +OptimizedNodeService +512MiB/m, /^edge +CachingNginx/m])
        expect(plan).to.match(row);
    });
  }
});
