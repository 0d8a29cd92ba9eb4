import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describeOnEngine, docker, inOrder } from "../support/engine";
import { ProgramStack } from "../support/engine-program";
import { until } from "../support/pilotpros";

/** A program of services that take some seconds to become healthy, as databases do. */
const slowServices = (...names: string[]): string => {
  const command = "sleep 4; touch /tmp/ready; trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done";
  const more = {
    command: [command],
    scratch: [{ path: "/tmp", sizeMiB: 1, mode: "1777" }],
    health: {
      command: ["test", "-e", "/tmp/ready"],
      intervalMs: 1000,
      timeoutMs: 10_000,
      startPeriodMs: 1000,
      retries: 30,
    },
  };
  const services = names.map((name) => `specs.shellService("${name}", ${JSON.stringify(more)})`);
  return `module.exports = specs.servicesProgram(() => [${services.join(", ")}])`;
};

/** One stack that is interrupted in one way after another. Each test begins where the one before has left it. */
describeOnEngine("an interrupted up", () => {
  inOrder();
  const stack = new ProgramStack("interrupted");
  const up = ["up", "--yes", "--skip-preview"];

  before(() => stack.create());
  after(() => stack.remove());

  const inspect = (name: string) =>
    docker
      .getContainer(`${stack.prefix}-${name}`)
      .inspect()
      .catch(() => undefined);
  const running = async (name: string) => (await inspect(name))?.State.Running || undefined;

  async function expectWhole(...names: string[]): Promise<void> {
    for (const name of names) {
      const found = await inspect(name);
      expect(found?.State.Health?.Status, name).to.equal("healthy");
      expect(found?.HostConfig.PidsLimit, `${name}: what hooks do must be done too`).to.equal(32);
    }
    const { code, text } = await stack.pulumi(["preview", "--expect-no-changes"]).end;
    expect(code, text).to.equal(0);
  }

  it("a second up beside a running one is refused and changes nothing", async () => {
    stack.write(slowServices("first"));
    const one = stack.pulumi(up);
    await until(() => locks(stack.folder)[0], 60_000);
    const other = await stack.pulumi(up).end;
    expect(other.code).not.to.equal(0);
    expect(other.text).to.contain("the stack is currently locked by 1 lock(s)");
    expect((await one.end).code).to.equal(0);
    await expectWhole("first");
  });

  it("Ctrl-C while containers start: the next up makes the stack whole", async () => {
    stack.write(slowServices("first", "second", "third"));
    const run = stack.pulumi(up);
    await until(() => running("second"), 60_000);
    // As a terminal does it: to the CLI, its plugins and the program, all at once.
    process.kill(-(run.process.pid ?? 0), "SIGINT");
    expect((await run.end).code).not.to.equal(0);
    await stack.upByCli();
    await expectWhole("first", "second", "third");
  });

  it("SIGKILL while a container starts and its state's attributes are written: npm run up's repair and the next up make the stack whole", async () => {
    stack.write(slowServices("first", "second", "third", "fourth"));
    const mark = { PLIMSOLL_STACK: `${stack.project}/${stack.name}` };
    const run = stack.pulumi(up, mark);
    await until(() => running("fourth"), 60_000);
    run.process.kill("SIGKILL");
    await until(() => (run.process.signalCode === null ? undefined : true), 10_000);
    const refused = await stack.pulumi(up).end;
    expect(refused.text).to.contain("the stack is currently locked by 1 lock(s)");

    const { openStack } = await tool("setup/stack.mjs");
    const { engineApi } = await tool("setup/engine-api.mjs");
    const { freeState } = await tool("stack/file-backend.mjs");
    const { repair } = await tool("stack/repair.mjs");
    const host = process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock";
    const folder = dirname(execFileSync("which", ["pulumi"], { encoding: "utf8" }).trim());
    const env = { ...process.env, ...stack.environment, ...mark, PULUMI_STACK: stack.name };
    const opened = openStack({
      toolchain: { folder, folders: [folder] },
      host,
      folder: stack.home,
      place: stack.folder,
      env,
    });
    const cut = attributes(stack.folder);
    expect(cut).to.have.length.above(2);
    for (const file of cut) writeFileSync(file, "");
    const unreadable = await stack.pulumi(["stack", "export"]).end;
    expect(unreadable.code, unreadable.text).not.to.equal(0);

    await freeState(opened);
    await repair(opened, engineApi(host));

    await stack.upByCli();
    await expectWhole("first", "second", "third", "fourth");
  });
});

/** Lock files of the suite's own backend. */
function locks(folder: string): string[] {
  const place = join(folder, ".pulumi", "locks");
  try {
    return readdirSync(place, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [entry.name] : [],
    );
  } catch {
    return [];
  }
}

/** What Pulumi's store writes in place beside each file of a backend, where a kill leaves an empty one. */
const attributes = (folder: string): string[] =>
  readdirSync(join(folder, ".pulumi"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".attrs"))
    .map((file) => join(folder, ".pulumi", file));

/** The scripts are plain JavaScript, without types. */
type Script = Record<"openStack" | "engineApi" | "freeState" | "repair", (...args: unknown[]) => unknown>;

const tool = (path: string): Promise<Script> => import(join(__dirname, "..", "..", "tools", path)) as Promise<Script>;
