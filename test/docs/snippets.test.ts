import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
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

const options = {
  secrets: Object.fromEntries(secrets.map((name) => [name, `Example-of-${name}-1`])),
  // Their ./backend, ./frontend and ./workflows are the example's.
  workDir: join(root, "examples", "pilotpros"),
};

describe("snippets of the docs", () => {
  it("compile under the project's own strictness", function () {
    this.timeout(120_000);
    execFileSync(join(root, "node_modules", ".bin", "tsc"), ["-p", folder], { encoding: "utf8", stdio: "pipe" });
  });

  for (const program of programs) {
    it(`runs ${relative(root, join(folder, program))}`, async () => {
      const { resources } = await run(() => import(join(folder, program)), options);
      expect(resources.filter(({ type }) => type.startsWith("docker:")).length).to.be.greaterThan(0);
    });
  }
});
