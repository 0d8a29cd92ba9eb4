import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { demultiplex } from "../../lib/engines/docker/hooks";
import { docker } from "./engine";
import { freePort } from "./free-port";

/** The first value that is not undefined. Fails when it takes longer than `patience` ms. */
export async function until<T>(look: () => T | undefined | Promise<T | undefined>, patience: number): Promise<T> {
  for (const end = Date.now() + patience; Date.now() < end; await wait(250)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`did not happen within ${patience / 1000} s: ${String(look)}`);
}

/** The example's stack under a name, port and network of the tests' own, run by the project's scripts. */
export class PilotPros {
  readonly root = resolve(__dirname, "..", "..");
  readonly stackName = "e2e";
  readonly prefix = `pilotpros-${this.stackName}`;
  readonly env: NodeJS.ProcessEnv;
  port = 0;
  #opened: ReturnType<PilotPros["openOnce"]> | undefined;

  constructor() {
    this.env = { ...process.env, PULUMI_STACK: this.stackName };
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Creates the stack and gives it a free port and a network beside the example's own. */
  async prepare(): Promise<void> {
    this.port = await freePort();
    const { selectStack, stack } = await this.#open();
    await selectStack(stack);
    await stack.pulumi(["config", "set", "port", String(this.port)]);
    // Outside the range from which the engine itself gives subnets to others.
    await stack.pulumi(["config", "set", "subnet", "10.213.64.0/24"]);
  }

  /** Forgets the stack and its configuration. */
  async forget(): Promise<void> {
    const { stack } = await this.#open();
    await stack.pulumi(["stack", "rm", "--yes"]);
    rmSync(join(this.root, `Pulumi.${this.stackName}.yaml`), { force: true });
  }

  /** Runs `npm run up` or `down`; its whole output, shown as well when it fails. */
  script(name: "up" | "down", ...args: string[]): Promise<string> {
    return new Promise((done, fail) => {
      const child = spawn("node", [`tools/${name}.mjs`, ...args], { cwd: this.root, env: this.env });
      let text = "";
      child.stdout.on("data", (data: Buffer) => (text += data.toString()));
      child.stderr.on("data", (data: Buffer) => (text += data.toString()));
      child.on("close", (code) => (code === 0 ? done(text) : fail(new Error(`${name} ended with ${code}:\n${text}`))));
    });
  }

  containerName = (service: string): string => `${this.prefix}-${service}`;

  inspect = (service: string) => docker.getContainer(this.containerName(service)).inspect();

  async containerNames(): Promise<string[]> {
    const filters = { label: [`plimsoll.stack=pilotpros/${this.stackName}`] };
    return (await docker.listContainers({ all: true, filters })).map(({ Names }) => Names[0]?.slice(1) ?? "");
  }

  /** When each container was started: what an `up` that changes nothing leaves alone. */
  async started(): Promise<Record<string, string>> {
    const names = await this.containerNames();
    const states = await Promise.all(names.map((name) => docker.getContainer(name).inspect()));
    return Object.fromEntries(states.map(({ Name, State }) => [Name, State.StartedAt]));
  }

  async isHealthy(service: string): Promise<boolean> {
    const { State } = await this.inspect(service);
    return State.Running && State.Health?.Status === "healthy";
  }

  /** Everything the engine tells about each container of the stack, helpers included. */
  async everythingInspected(): Promise<Record<string, string>> {
    const names = await this.containerNames();
    const texts = names.map(async (name) => [
      `inspect ${name}`,
      JSON.stringify(await docker.getContainer(name).inspect()),
    ]);
    return Object.fromEntries(await Promise.all(texts)) as Record<string, string>;
  }

  async logs(): Promise<Record<string, string>> {
    const names = await this.containerNames();
    const texts = names.map(async (name) => {
      const log = await docker.getContainer(name).logs({ stdout: true, stderr: true });
      return [`logs of ${name}`, demultiplex(log)];
    });
    return Object.fromEntries(await Promise.all(texts)) as Record<string, string>;
  }

  /** The state file as it lies on the disk. */
  stateText(): string {
    const file = join(this.root, ".plimsoll", "backend", ".pulumi", "stacks", "pilotpros", `${this.stackName}.json`);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  /** The stack's secrets in plain text, by name. */
  async secrets(): Promise<Record<string, string>> {
    const { stack } = await this.#open();
    const { stdout } = await stack.pulumi(["config", "--show-secrets", "--json"]);
    const values = JSON.parse(stdout) as Record<string, { value: string; secret: boolean }>;
    const secret = Object.entries(values).filter(([, { secret }]) => secret);
    return Object.fromEntries(secret.map(([name, { value }]) => [name.replace("pilotpros:", ""), value]));
  }

  /**
   * Ends a service's program from the host, as a crash would: `docker kill` counts as a stop on purpose. Under an init
   * process the program is its child.
   */
  async killProcessOf(service: string): Promise<void> {
    const { State, HostConfig } = await this.inspect(service);
    const children = HostConfig.Init
      ? execFileSync("ps", ["-o", "pid=", "--ppid", String(State.Pid)], { encoding: "utf8" })
      : "";
    const pid = Number(children.trim().split(/\s+/)[0]) || State.Pid;
    process.kill(pid, "SIGKILL");
    await until(async () => {
      const now = await this.inspect(service);
      return now.State.Pid !== State.Pid || now.RestartCount > 0 ? true : undefined;
    }, 30_000);
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const answer = await fetch(`${this.url}${path}`, { ...init, signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async startRun(): Promise<{ id: string }> {
    const { items } = await this.get<{ items: { id: string }[] }>("/api/processes?limit=100");
    const first = items.at(-1)?.id;
    return this.post(`/api/processes/${first}/runs`, {});
  }

  createProcess(name: string): Promise<{ id: string }> {
    return this.post("/api/processes", { name, description: "made by a test", steps: [{ name: "one", seconds: 0.1 }] });
  }

  /** The ids of all processes, page by page. */
  async allProcessIds(): Promise<Set<string>> {
    const ids = new Set<string>();
    let cursor: string | null | undefined = "";
    while (cursor !== null && cursor !== undefined) {
      const query: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: { id: string }[]; nextCursor?: string | null } = await this.get(
        `/api/processes?limit=100${query}`,
      );
      for (const { id } of page.items) ids.add(id);
      cursor = page.nextCursor;
    }
    return ids;
  }

  /** What the example's components derive, as the command tells it. */
  derived(): Record<string, Record<string, string>> {
    const args = [join(this.root, "dist", "cli", "main.js"), "explain", "--stack", this.stackName, "--json"];
    const services = JSON.parse(execFileSync(process.execPath, args, { cwd: this.root, encoding: "utf8" })) as {
      name: string;
      settings: { name: string; value: unknown; unit?: string; place: string }[];
    }[];
    return Object.fromEntries(
      services.map(({ name, settings }) => [
        name,
        Object.fromEntries(
          settings
            .filter(({ place }) => place !== "container")
            .map(({ name: setting, value, unit = "" }) => [setting, `${String(value)}${name === "db" ? unit : ""}`]),
        ),
      ]),
    );
  }

  /** What `pulumi preview` of this stack says of another text of its program: what would change, in which inputs. */
  async previewOf(change: (program: string) => string): Promise<{ urn: string; op: string; inputs: string[] }[]> {
    const { stack } = await this.#open();
    const folder = mkdtempSync(join(tmpdir(), "plimsoll-preview-"));
    const example = join(this.root, "examples", "pilotpros");
    const program = change(readFileSync(join(example, "index.js"), "utf8"))
      .replace('require("plimsoll")', `require("${join(this.root, "dist", "index.js")}")`)
      .replace('require("./config")', `require("${join(example, "config.js")}")`);
    const settings = "name: pilotpros\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n";
    writeFileSync(join(folder, "Pulumi.yaml"), settings);
    writeFileSync(join(folder, "index.js"), `process.chdir(${JSON.stringify(example)});\n${program}`);
    symlinkSync(join(this.root, "node_modules"), join(folder, "node_modules"));
    const file = join(this.root, `Pulumi.${this.stackName}.yaml`);
    const { stdout } = await stack.pulumi(["preview", "--json", "--config-file", file], { cwd: folder });
    rmSync(folder, { recursive: true });
    const { steps } = JSON.parse(stdout) as {
      steps: { op: string; urn: string; diffReasons?: string[]; detailedDiff?: Record<string, unknown> }[];
    };
    return steps
      .filter(({ op }) => op !== "same")
      .map(({ op, urn, diffReasons = [], detailedDiff = {} }) => ({
        op,
        urn: urn.split("::").at(-1) ?? urn,
        inputs: [...new Set([...diffReasons, ...Object.keys(detailedDiff)])].toSorted(),
      }));
  }

  /** The stack as the project's scripts see it. */
  #open(): ReturnType<PilotPros["openOnce"]> {
    this.#opened ??= this.openOnce();
    return this.#opened;
  }

  /** The scripts are ES modules without types. */
  private async openOnce() {
    const [{ openStack, selectStack }, { provideToolchain }, { provideEngine }] = await Promise.all([
      import(join(this.root, "tools", "setup", "stack.mjs")),
      import(join(this.root, "tools", "setup", "toolchain.mjs")),
      import(join(this.root, "tools", "setup", "engine.mjs")),
    ]);
    const { host } = await provideEngine({ install: false });
    const stack = openStack({ toolchain: await provideToolchain({ install: false }), host, env: this.env });
    return { selectStack, stack } as {
      selectStack: (stack: unknown) => Promise<void>;
      stack: { pulumi: (args: string[], options?: { cwd: string }) => Promise<{ stdout: string }> };
    };
  }
}
