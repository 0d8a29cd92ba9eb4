import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as plimsoll from "plimsoll";
import { pinnedImages } from "../../lib/images/pinned";
import { RealStack, RealStackError, type RealProgram, type RealTools } from "../../lib/testing/real";
import { describeOnEngine, docker as engine } from "../support/engine";
import { Folders } from "../support/folders";
import { until } from "../support/pilotpros";

const image = pinnedImages.nginx;
const root = resolve(__dirname, "..", "..");

/** Everything on the engine whose name or label tells of this text. */
async function onEngine(text: string): Promise<string[]> {
  const containers = await engine.listContainers({ all: true });
  const networks = await engine.listNetworks();
  const { Volumes: volumes } = await engine.listVolumes();
  return [...containers.map(({ Names, Labels }) => ({ Name: Names[0] ?? "", Labels })), ...networks, ...volumes]
    .filter(({ Name, Labels }) => `${Name} ${JSON.stringify(Labels)}`.includes(text))
    .map(({ Name }) => Name);
}

/** What a failed test would leave. */
async function removeAll(text: string): Promise<void> {
  for (const name of await onEngine(text)) {
    if (name.startsWith("/")) await engine.getContainer(name.slice(1)).remove({ force: true });
    else if (name.includes("network")) await engine.getNetwork(name).remove();
    else await engine.getVolume(name).remove();
  }
}

/** The folders of stacks in a temporary folder, and the logs of what tore them down. */
const leftIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith("plimsoll-real-"));

const failureOf = async (run: Promise<unknown>): Promise<Error> => {
  const outcome = await run.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return outcome;
  throw new Error("it succeeded, a failure was expected");
};

/** A shell in the place of a server. */
const shell = (name: string, script: string, more: Partial<docker.ContainerArgs> = {}): docker.Container =>
  new docker.Container(name, { image, entrypoints: ["sh", "-c"], command: [script], ...more });

const probe = (...command: string[]): Partial<docker.ContainerArgs> => ({
  healthcheck: { tests: ["CMD", ...command], interval: "1s", timeout: "1s", startPeriod: "0s", retries: 2 },
  wait: true,
  waitTimeout: 4,
});

describeOnEngine("RealStack", () => {
  describe("a program that works", () => {
    let memory = 32;
    /** The program's connections to the engine of its run. */
    let connections: { getChannel(): { getConnectivityState(tryToConnect: boolean): number } }[];
    const site = ({ port }: RealTools): object => {
      connections = [pulumi.runtime.getMonitor(), pulumi.runtime.getEngine()] as never;
      const config = new pulumi.Config();
      new plimsoll.StaticSite("site", { image, publish: port("site") });
      const kept = new docker.Volume(
        "kept",
        { name: `${pulumi.getProject()}-${pulumi.getStack()}-kept` },
        { retainOnDelete: true },
      );
      shell("web", "echo it runs; sleep 0.2; echo as told >&2; exec sleep 1000", {
        memory,
        memorySwap: memory,
        envs: [pulumi.interpolate`PASSWORD=${config.requireSecret("password")}`],
        volumes: [{ volumeName: kept.name, containerPath: "/data" }],
      });
      return {
        url: `http://127.0.0.1:${port("site")}`,
        greeting: config.require("greeting"),
        password: config.requireSecret("password"),
        nested: [{ a: 1 }],
      };
    };
    const lines: string[] = [];
    let real: RealStack;

    before(async () => {
      real = await RealStack.up(site, {
        config: { greeting: "hello: {x}" },
        secrets: { password: "of two\nlines\n" },
        project: "shop",
        onProgress: (line) => lines.push(line),
      });
    });
    after(() => real?.destroy());

    it("gives the outputs as plain values, configuration and secrets as they were given", () => {
      const { url, ...others } = real.outputs;
      expect(url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(others).to.deep.equal({ greeting: "hello: {x}", password: "of two\nlines\n", nested: [{ a: 1 }] });
    });

    it("leaves no connection that tries for ever to reach an engine which has gone", async () => {
      const shutdown = 4;
      const isClosed = (): boolean =>
        connections.every((one) => one.getChannel().getConnectivityState(false) === shutdown);
      await until(() => (isClosed() ? true : undefined), 10_000);
      expect(isClosed()).to.equal(true);
    });

    it("lists what was made, and told it while it went on", () => {
      expect(real.steps.map(({ operation, name }) => `${operation} ${name}`)).to.include.members([
        "create site",
        "create kept",
        "create web",
      ]);
      expect(lines).to.include("create web (docker:index/container:Container), done");
    });

    it("is reached at the port that the program was given", async () => {
      const answer = await fetch(real.outputs["url"] as string);
      expect(await answer.text()).to.contain("nginx");
    });

    it("shows what a container wrote, by its name in the program, its component's or the engine's", async () => {
      expect(await real.logs("web")).to.equal("it runs\nas told");
      expect(await real.logs("site")).to.contain("GET / HTTP/1.1");
      expect(await real.logs(`${real.prefix}-site`)).to.equal(await real.logs("site"));
      expect(await real.logs())
        .to.contain(`== ${real.prefix}-site\n`)
        .and.to.contain("it runs");
      expect((await failureOf(real.logs("wep"))).message).to.equal(
        'no container of the stack is called "wep"; did you mean "web"?',
      );
    });

    it("finds nothing to do the second time, with the same port; nor after a refresh", async () => {
      const port = real.outputs["url"];
      await real.expectNoChanges();
      await real.expectNoChanges({ refresh: true });
      expect((await real.up()).steps).to.deep.equal([]);
      expect(real.outputs["url"]).to.equal(port);
    });

    it("says which properties would change, to what, and why a container is replaced", async () => {
      memory = 48;
      const { message } = await failureOf(real.expectNoChanges());
      expect(message).to.equal(
        `expected no changes, but another up of shop/${real.stack} would change 1 resource:\n` +
          "update web (docker:index/container:Container)\n  memory: 32 -> 48\n  memorySwap: 32 -> 48",
      );
      expect(real.steps).to.have.length(1);
      await real.up();
      const other: RealProgram = () => void shell("web", "exec sleep 999");
      await real.up(other);
      expect(real.steps.find(({ name }) => name === "web")).to.deep.include({ operation: "replace" });
      await real.expectNoChanges();
    });

    it("notices only by a refresh what happened on the engine", async () => {
      const [container] = await onEngine("/web-");
      await engine.getContainer(container?.slice(1) ?? "").remove({ force: true });
      await real.expectNoChanges();
      expect((await failureOf(real.expectNoChanges({ refresh: true }))).message).to.contain("create web (docker:");
      const { steps } = await real.refresh();
      expect(steps.map(({ operation, name }) => `${operation} ${name}`)).to.deep.equal(["delete web"]);
    });

    it("leaves nothing, data volumes neither, and can't be used any more", async () => {
      await real.up(site);
      expect(await onEngine(real.prefix)).to.include(`${real.prefix}-kept`);
      await real.destroy();
      await real.destroy();
      expect(await onEngine(real.prefix)).to.deep.equal([]);
      expect(await onEngine(`shop/${real.stack}`)).to.deep.equal([]);
      expect((await failureOf(real.up())).message).to.equal(`shop/${real.stack} is destroyed: bring another one up`);
    });
  });

  describe("what goes wrong", () => {
    /** Stacks of these tests have their folders here. */
    const folders = new Folders();
    const place = folders.make("place", {});
    const before = process.env["TMPDIR"];
    beforeEach(() => {
      process.env["TMPDIR"] = place;
    });
    afterEach(() => {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
      expect(leftIn(place), "folders that stayed").to.deep.equal([]);
    });
    after(() => folders.remove());

    it("a container that ends: the error shows its log and its last health check, without secrets", async () => {
      const unique = `w${randomBytes(4).toString("hex")}`;
      const program: RealProgram = () => {
        const password = new pulumi.Config().requireSecret("password");
        shell(unique, 'echo "the password is $PASSWORD"; sleep 2; exit 3', {
          envs: [pulumi.interpolate`PASSWORD=${password}`],
          mustRun: false,
          ...probe("sh", "-c", "echo the probe of $PASSWORD; exit 1"),
        });
      };
      const failure = await failureOf(RealStack.up(program, { secrets: { password: "correct horse" } }));
      if (!(failure instanceof RealStackError)) throw failure;
      const { message, said, steps, containers } = failure;
      expect(message).to.match(/^up of real\/[0-9a-f]{8} failed:\n\n {2}/);
      expect(message).to.contain("exited with code 3, unhealthy");
      expect(message).to.contain("its last health check said:\n    the probe of [secret]");
      expect(message).to.contain("the last lines of its log:\n    the password is [secret]");
      expect(message).not.to.contain("correct horse");
      expect(said).to.contain("healthy");
      expect(steps).to.have.length(1);
      expect(containers.map(({ name }) => name.split("-")[0])).to.deep.equal([unique]);
      expect(await onEngine(unique)).to.deep.equal([]);
    });

    it("a program that throws: the error it threw is the cause", async () => {
      const boom = new TypeError("it has no such thing");
      const failure = await failureOf(
        RealStack.up(() => {
          throw boom;
        }),
      );
      expect(failure.message).to.contain("it has no such thing");
      expect(failure.cause).to.equal(boom);
    });

    it("an output that rejects", async () => {
      const failure = await failureOf(RealStack.up(() => ({ late: Promise.reject(new Error("too late")) })));
      expect(failure.message).to.contain("too late");
    });

    it("configuration that is missing: which, and how a test gives it", async () => {
      const { message } = await failureOf(RealStack.up(() => new pulumi.Config("shop").require("replicas")));
      expect(message).to.contain("'shop:replicas'");
      expect(message).to.contain("RealStack.up(program, { config: { key: value }");
    });

    it("an argument that is wrong is told by the component", async () => {
      const { message } = await failureOf(RealStack.up(() => ({ db: new plimsoll.TunedPostgres("db", {} as never) })));
      expect(message).to.contain('TunedPostgres "db": 1 fault').and.to.contain("password:");
    });

    it("a project name that Pulumi refuses", async () => {
      const { message } = await failureOf(RealStack.up(() => undefined, { project: "my shop" }));
      expect(message).to.contain("project names may only contain alphanumerics").and.not.to.contain("torn down");
    });

    it("a port that is taken after it was given", async () => {
      const server = createServer();
      const program: RealProgram = async ({ port }) => {
        await new Promise<void>((done) => server.listen(port("site"), "127.0.0.1", done));
        new plimsoll.StaticSite("site", { image, publish: port("site") });
      };
      const { message } = await failureOf(RealStack.up(program)).finally(() => server.close());
      expect(message).to.contain("of 127.0.0.1 is taken by another program on this host");
    });

    it("a second up that fails leaves the stack to whoever has it", async () => {
      const good: RealProgram = () => void shell("one", "exec sleep 1000");
      await using real = await RealStack.up(good);
      const failure = await failureOf(
        real.up(() => {
          shell("one", "exec sleep 1000");
          shell("two", "exit 1", probe("true"));
        }),
      );
      if (!(failure instanceof RealStackError)) throw failure;
      expect(failure.containers).to.have.length(2);
      expect(await real.logs("one")).to.equal("");
      await real.up(good);
      await real.expectNoChanges();
    });

    it("two at once have different names and ports", async () => {
      const program: RealProgram = ({ port }) => {
        new plimsoll.StaticSite("site", { image, publish: port("site") });
        return { port: port("site") };
      };
      const both = await Promise.all([RealStack.up(program), RealStack.up(program)]);
      const [one, other] = both;
      expect(one.prefix).not.to.equal(other.prefix);
      expect(one.outputs["port"]).not.to.equal(other.outputs["port"]);
      await Promise.all(both.map((real) => real.expectNoChanges()));
      await Promise.all(both.map((real) => real.destroy()));
    });

    it("destroyed while an up is under way: that ends, and nothing stays", async () => {
      const unique = `w${randomBytes(4).toString("hex")}`;
      const real = await RealStack.up(() => undefined);
      const up = real.up(() => void shell(unique, "exec sleep 1000", { ...probe("false"), waitTimeout: 60 }));
      const failed = failureOf(up);
      await until(async () => (await onEngine(unique))[0], 20_000);
      await real.destroy();
      await failed;
      expect(await onEngine(unique)).to.deep.equal([]);
    });

    it("an engine that goes away: the failure and what stays are told, and the state is kept", async () => {
      const unique = `w${randomBytes(4).toString("hex")}`;
      const { path, cut } = await engineThatGoesAway(join(place, "engine.sock"));
      const program: RealProgram = async () => {
        const first = shell(unique, "exec sleep 1000");
        const gone = first.id.apply((id) => {
          if (!pulumi.runtime.isDryRun()) cut();
          return id;
        });
        shell("second", "exec sleep 1000", { labels: [{ label: "after", value: gone }] });
      };
      try {
        const { message } = await failureOf(RealStack.up(program, { config: { "docker:host": `unix://${path}` } }));
        expect(message).to.match(/could not be torn down/);
        const [state = ""] = leftIn(place).filter((name) => !name.endsWith(".log"));
        expect(message).to.contain(`its state is kept in ${join(place, state)}`);
        expect(statSync(join(place, state)).mode & 0o777).to.equal(0o700);
      } finally {
        await removeAll(unique);
        for (const name of leftIn(place)) rmSync(join(place, name), { recursive: true });
      }
    });
  });

  describe("a test's process that dies", () => {
    const deaths = [
      { title: "by SIGKILL, with its stack up", fate: "waits", kill: "SIGKILL" as const },
      { title: "by SIGKILL, in the middle of its up", fate: "never-healthy", kill: "SIGKILL" as const },
      { title: "by Ctrl-C", fate: "waits", kill: "SIGINT" as const },
      {
        title: "by SIGKILL, while the attributes of its state were written",
        fate: "waits",
        kill: "SIGKILL" as const,
        cut: true,
      },
      { title: "by process.exit in a test", fate: "exits" },
      { title: "at its end, without destroying its stack", fate: "forgets" },
    ];
    // All at once: each is a process of its own, and waits most of its time.
    let lives: Promise<number>[];
    before(() => {
      lives = deaths.map(async ({ fate, kill, cut }) => die(fate, kill, cut));
      // Whose failure it is says the test below.
      for (const life of lives) life.catch(() => undefined);
    });

    for (const [index, { title }] of deaths.entries())
      it(`${title}: container, network, volume and folder are gone soon`, async () => {
        console.log(`        gone after ${(((await lives[index]) ?? 0) / 1000).toFixed(1)} s`);
      });
  });
});

/** Lets a test's process die with its stack on the engine; resolves, when nothing is left, with how long that took. */
async function die(fate: string, kill: "SIGKILL" | "SIGINT" | undefined, cut = false): Promise<number> {
  const unique = `w${randomBytes(4).toString("hex")}`;
  const place = mkdtempSync(join(tmpdir(), "plimsoll-dying-"));
  const child = spawn(process.execPath, ["--import", "tsx", join(root, "test/testing/real/dying.ts"), fate, unique], {
    cwd: root,
    env: { ...process.env, TMPDIR: place, TSX_TSCONFIG_PATH: join(root, "test", "tsconfig.json") },
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });
  const ended = new Promise((done) => child.once("exit", done));
  try {
    const whole = await until(async () => {
      const seen = await onEngine(unique);
      const running = await engine.listContainers({ filters: { name: [unique] } });
      return seen.length >= 3 && running.length === 1 ? seen : undefined;
    }, 90_000);
    expect(whole).to.have.length(3);
    if (cut) await cutAttributes(place);
    // Ctrl-C reaches a terminal's whole group.
    if (kill !== undefined) process.kill(kill === "SIGINT" ? -(child.pid ?? 0) : (child.pid ?? 0), kill);
    await ended;
    const died = Date.now();
    await until(async () => ((await onEngine(unique)).length === 0 ? true : undefined), 60_000);
    await until(() => (leftIn(place).every((name) => name.endsWith(".log")) ? true : undefined), 20_000);
    const took = Date.now() - died;
    const [log = ""] = leftIn(place);
    expect(readFileSync(join(place, log), "utf8")).to.contain("ended without destroying its stack");
    return took;
  } catch (error) {
    // What whoever tears it down said: nothing else knows why it stays.
    for (const name of leftIn(place).filter((file) => file.endsWith(".log")))
      console.log(readFileSync(join(place, name), "utf8").replaceAll(/^/gm, "        "));
    throw error;
  } finally {
    child.kill("SIGKILL");
    await removeAll(unique);
    rmSync(place, { recursive: true, force: true });
  }
}

/** Leaves of the state's attributes what a write leaves that ends at its beginning. */
async function cutAttributes(place: string): Promise<void> {
  const found = (pattern: RegExp): string[] =>
    readdirSync(place, { recursive: true, encoding: "utf8" }).filter((file) => pattern.test(file));
  // Whoever holds the lock writes them again.
  await until(() => (found(/\.pulumi\/locks\/.*\.json$/).length === 0 ? true : undefined), 30_000);
  const states = found(/\.pulumi\/stacks\/.*\.json\.attrs$/);
  expect(states).to.have.length(1);
  for (const file of states) writeFileSync(join(place, file), "");
}

/** A way to the engine that can be cut, as if it had stopped. */
async function engineThatGoesAway(path: string): Promise<{ path: string; cut: () => void }> {
  const real = (process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock").replace("unix://", "");
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const onwards = connect(real);
    for (const [from, to] of [
      [socket, onwards],
      [onwards, socket],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
    }
  });
  await new Promise<void>((done) => server.listen(path, done));
  const cut = (): void => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  return { path, cut };
}
