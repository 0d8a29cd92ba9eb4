import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Folders } from "../support/folders";
import { run } from "../support/stacks";

const root = resolve(__dirname, "..", "..");
const folder = join(root, "docs", "snippets");

/** The programs that the pages show, but for what they share (setup.ts). */
const programs = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith("setup.ts"))
  .toSorted();

const secrets = [
  "registryToken",
  "postgresPassword",
  "shopPassword",
  "ordersPassword",
  "n8nPassword",
  "n8nEncryptionKey",
  "n8nOwnerPassword",
  "apiKey",
];

const values = Object.fromEntries(secrets.map((name) => [name, `Example-of-${name}-1`]));

describe("snippets of the docs", () => {
  const folders = new Folders();
  let python: string;
  let workspace: string;
  before(() => {
    python = folders.make("python", {
      "backend/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
      "backend/requirements.txt": "fastapi==0.120.0\nuvicorn==0.40.0\n",
    });
    workspace = folders.make("workspace", {
      "package.json": '{ "workspaces": ["packages/*"] }',
      "packages/api/package.json": '{ "name": "@shop/api", "scripts": { "dev": "node --watch server.js" } }',
    });
  });
  after(() => {
    folders.remove();
  });
  /** Their ./backend, ./frontend and ./workflows are the example's, but for those in Python and of workspaces. */
  const workDir = (program: string): string => {
    if (program.endsWith("workspace.ts")) return workspace;
    return program.startsWith("optimized-python-service") ? python : join(root, "examples", "pilotpros");
  };

  it("compile under the project's own strictness", function () {
    this.timeout(120_000);
    execFileSync(join(root, "node_modules", ".bin", "tsc"), ["-p", folder], { encoding: "utf8", stdio: "pipe" });
  });

  for (const program of programs) {
    it(`runs ${relative(root, join(folder, program))}`, async () => {
      const { resources } = await run(() => import(join(folder, program)), {
        secrets: values,
        workDir: workDir(program),
      });
      expect(resources.filter(({ type }) => type.startsWith("docker:")).length).to.be.greaterThan(0);
    });
  }
});
