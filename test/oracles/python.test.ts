import { expect } from "chai";
import { pythonArguments, tuneGunicorn, tuneUvicorn, type PythonLimits } from "../../lib/tuning/python";
import { settingsAt, type SettledSetting } from "../../lib/tuning/setting";
import { oracle } from "../support/oracle";
import { tool } from "../support/tool";

const { providePython, gunicornChecks, understood } = tool("oracles/python") as {
  providePython: () => Promise<string>;
  gunicornChecks: (python: string, args: string[]) => Promise<{ code: number; said: string }>;
  understood: (python: string, server: string, args: string[]) => Promise<Record<string, string>>;
};

const grid: PythonLimits[] = [];
for (const work of ["computing", "waiting"] as const) {
  for (const [memoryMiB, cpus] of [
    [64, 0.25],
    [256, 1],
    [1024, 2.5],
    [8192, 16],
  ] as const) {
    grid.push({ memoryMiB, cpus, work, workerMiB: 80, longestRequestSeconds: 30 });
  }
}

/** Each argument of the settings as the server understood it. */
async function expectUnderstood(python: string, server: string, settings: SettledSetting[]): Promise<void> {
  const read = await understood(python, server, pythonArguments(settings));
  for (const { name, value } of settingsAt(settings, "engine")) {
    // gunicorn keeps the long option's other name for these two.
    const key = { "--keep-alive": "--keepalive" }[name] ?? name;
    expect(read[server === "gunicorn" ? key : name], name).to.equal(String(value));
  }
}

describe("the real Python servers", function () {
  this.timeout(120_000);
  const python = oracle("gunicorn and uvicorn", providePython);

  it("of gunicorn's kind accept every derived configuration, and understand each value", async () => {
    for (const limits of grid) {
      const settings = tuneGunicorn(limits);
      const { code, said } = await gunicornChecks(python(), pythonArguments(settings));
      expect(code, said).to.equal(0);
      await expectUnderstood(python(), "gunicorn", settings);
    }
  });

  it("of uvicorn's kind understand each value of every derived configuration", async () => {
    for (const limits of grid) await expectUnderstood(python(), "uvicorn", tuneUvicorn(limits));
  });

  for (const [server, args] of [
    ["gunicorn", ["--workers", "many"]],
    ["gunicorn", ["--no-such-option"]],
    ["uvicorn", ["--workers", "many"]],
    ["uvicorn", ["--threads", "4"]],
  ] as const) {
    it(`refuse ${args.join(" ")} (${server})`, async () => {
      const outcome = await understood(python(), server, [...args]).catch((error: Error) => error.message);
      expect(outcome).to.match(/invalid|unrecognized|no such option/i);
    });
  }
});
