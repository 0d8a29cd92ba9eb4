import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { join, resolve } from "node:path";
import type { NodeMajor } from "../../lib/tuning/node";
import { oracle } from "../support/oracle";
import { tool } from "../support/tool";

const root = resolve(__dirname, "..", "..");
const { provideNodes } = tool("oracles/node") as { provideNodes: () => Promise<Record<NodeMajor, string>> };

// How a run is told from others, and whose a stray error is, differs from Node to Node.
describe("the testing kit", () => {
  const nodes = oracle("Node 22 and 26", provideNodes);

  for (const major of [22, 26] as const)
    it(`keeps runs apart and takes their errors under Node ${major}`, function () {
      this.timeout(60_000);
      const tests = join(root, "test", "testing", "run", "run.test.ts");
      const mocha = [
        "--unhandled-rejections=strict",
        join(root, "node_modules", "mocha", "bin", "mocha.js"),
        "--reporter=dot",
        tests,
      ];
      const said = execFileSync(nodes()[major], mocha, { cwd: root, encoding: "utf8", stdio: "pipe" });
      expect(said)
        .to.match(/\d\d passing/)
        .and.not.to.match(/failing/);
    });
});
