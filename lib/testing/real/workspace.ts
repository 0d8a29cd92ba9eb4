import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { fullConfig } from "../run/options";
import type { RealOptions } from "./options";
import type { Watched } from "./watcher";

/** A place for one stack: a folder that only its user can read, a name that nobody else has, a passphrase of its own. */
export function newPlace(options: RealOptions): Watched {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-real-"));
  const [state, program] = [join(folder, "state"), join(folder, "program")];
  mkdirSync(state);
  mkdirSync(program);
  return {
    project: options.project ?? "real",
    stack: randomBytes(4).toString("hex"),
    folder,
    program,
    environment: {
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: randomBytes(16).toString("hex"),
      PULUMI_SKIP_UPDATE_CHECK: "1",
    },
    host: hostOf(options),
    since: Date.now(),
    log: join(dirname(folder), `${basename(folder)}.log`),
  };
}

function hostOf({ config = {}, secrets = {} }: RealOptions): string | undefined {
  const host = config["docker:host"] ?? secrets["docker:host"];
  return typeof host === "string" ? host : undefined;
}

/** Makes the stack, with its configuration. */
export async function openStack(place: Watched, { config = {}, secrets = {}, workDir }: RealOptions): Promise<Stack> {
  const { project, stack: stackName, program, environment } = place;
  const stack = await LocalWorkspace.createStack(
    { stackName, projectName: project, program: () => Promise.resolve({}) },
    {
      workDir: program,
      envVars: { ...environment },
      // Relative paths, such as a build's folder, start from here.
      projectSettings: { name: project, runtime: "nodejs", main: workDir ?? process.cwd() },
      stackSettings: { [stackName]: { config: fullConfig(config, project) } },
    },
  );
  for (const [key, value] of Object.entries(fullConfig(secrets, project))) await setSecret(place, key, value);
  return stack;
}

/** By stdin: the Automation API would write it as an argument, which all users of the machine can read. */
async function setSecret({ program, environment, stack }: Watched, key: string, value: string): Promise<void> {
  const args = ["config", "set", key, "--secret", "--raw", "--stack", stack, "--non-interactive"];
  const run = promisify(execFile)("pulumi", args, { cwd: program, env: { ...process.env, ...environment } });
  run.child.stdin?.end(value);
  await run;
}
