import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { runningProgram } from "../../../tools/setup/processes.mjs";

describe("the program that runs under a process id", () => {
  it("is named as the kernel names it", async () => {
    const child = spawn("sleep", ["30"]);
    await once(child, "spawn");
    expect(runningProgram(child.pid)).to.equal("sleep");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(runningProgram(child.pid)).to.equal(undefined);
  });

  it("is none where no process has it", () => {
    expect(runningProgram(2 ** 22 + 1)).to.equal(undefined);
    expect(runningProgram(Number.NaN)).to.equal(undefined);
  });
});
