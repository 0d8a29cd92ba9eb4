import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { record } from "../support/mocks";
// The test that docs/testing-your-stack.md shows; it runs here as it stands there.
import "../../docs/snippets/testing/stack.test";

const root = resolve(__dirname, "..", "..");
const folder = join(root, "docs", "snippets");

/** The programs that the pages show, but for what they share (setup.ts) and the stack that runs in its own test. */
const programs = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith("setup.ts") && !file.startsWith("testing"))
  .toSorted();

const secrets = [
  "postgresPassword",
  "shopPassword",
  "ordersPassword",
  "n8nPassword",
  "n8nEncryptionKey",
  "n8nOwnerPassword",
  "apiKey",
];

const stage = {
  config: Object.fromEntries(secrets.map((name) => [`shop:${name}`, `Example-of-${name}-1`])),
  secrets: secrets.map((name) => `shop:${name}`),
};

describe("snippets of the docs", () => {
  const started = process.cwd();
  const { stackTraceLimit } = Error;

  before(() => {
    // Their ./backend, ./frontend and ./workflows are the example's.
    process.chdir(join(root, "examples", "pilotpros"));
    // Pulumi notes where each promise was made, and tsx maps each line of that to its source: most of the time of a test.
    Error.stackTraceLimit = 1;
  });
  after(() => {
    process.chdir(started);
    Error.stackTraceLimit = stackTraceLimit;
  });

  it("compile under the project's own strictness", function () {
    this.timeout(120_000);
    execFileSync(join(root, "node_modules", ".bin", "tsc"), ["-p", folder], { encoding: "utf8", stdio: "pipe" });
  });

  for (const program of programs) {
    it(`runs ${relative(root, join(folder, program))}`, async () => {
      const { resources } = await record(() => import(join(folder, program)), stage);
      expect(resources.filter(({ type }) => type.startsWith("docker:")).length).to.be.greaterThan(0);
    });
  }
});
