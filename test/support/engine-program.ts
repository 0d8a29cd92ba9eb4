import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { EngineStack } from "./engine";

const root = resolve(__dirname, "..", "..");

/** A running CLI, and how it ends. */
export interface Run {
  process: ChildProcess;
  /** Everything that a person at the terminal reads. */
  end: Promise<{ code: number | null; text: string }>;
}

/** A stack whose program is a folder, run by the CLI and its language host: what users see, word for word. */
export class ProgramStack extends EngineStack {
  readonly home = join(this.folder, "program");
  readonly #running = new Set<ChildProcess>();

  /** Writes the program. `pulumi`, `plimsoll` and `specs` (engine-specs) are there for it. */
  write(body: string): void {
    mkdirSync(this.home, { recursive: true });
    const settings = `name: ${this.project}\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n`;
    const opening = `require("tsx/cjs");\nconst pulumi = require("@pulumi/pulumi");\nconst plimsoll = require("${root}/lib/index.ts");\nconst specs = require("${__dirname}/engine-specs.ts");\n`;
    writeFileSync(join(this.home, "Pulumi.yaml"), settings);
    writeFileSync(join(this.home, "index.js"), `${opening}${body}\n`);
  }

  /** Creates the stack around an empty program. */
  async create(): Promise<void> {
    this.write("");
    symlinkSync(join(root, "node_modules"), join(this.home, "node_modules"));
    const { code, text } = await this.pulumi(["stack", "init"]).end;
    if (code !== 0) throw new Error(text);
  }

  /** Starts the CLI in a process group of its own, as a terminal would. */
  pulumi(args: string[], environment: Record<string, string> = {}): Run {
    const child = spawn("pulumi", [...args, "--stack", this.name, "--non-interactive", "--color", "never"], {
      cwd: this.home,
      env: { ...process.env, ...this.environment, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.#running.add(child);
    let text = "";
    child.stdout.on("data", (data: Buffer) => (text += data.toString()));
    child.stderr.on("data", (data: Buffer) => (text += data.toString()));
    const end = new Promise<{ code: number | null; text: string }>((done, fail) => {
      child.on("error", fail);
      child.on("close", (code) => {
        this.#running.delete(child);
        done({ code, text });
      });
    });
    return { process: child, end };
  }

  /** `pulumi up` that must succeed. */
  async upByCli(): Promise<string> {
    const { code, text } = await this.pulumi(["up", "--yes", "--skip-preview"]).end;
    if (code !== 0) throw new Error(text);
    return text;
  }

  /** As ever, once nothing of a failed test is still at work. */
  override async remove(): Promise<void> {
    for (const { pid } of this.#running) if (pid !== undefined) process.kill(-pid, "SIGKILL");
    await super.remove();
  }
}
