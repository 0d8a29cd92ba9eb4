import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { auditStack, type ImageAudit } from "../../lib/audit";
import { readAcceptances } from "../../lib/audit/accept";
import { describeOnEngine, docker, inside } from "../support/engine";
import { PilotPros, until } from "../support/pilotpros";

const services = ["api", "automation", "db", "edge", "frontend"];

/** Two texts for one value of PostgreSQL: "2048MB" and "2GB", "1s" and "1000ms". */
function comparable(text: string): string | number {
  const units: Record<string, number> = { kB: 1, MB: 1024, GB: 1024 ** 2, ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
  const [, digits, unit] = /^(-?[\d.]+)\s*([a-zA-Z]*)$/.exec(text) ?? [];
  if (digits === undefined) return text;
  return unit === "" ? Number(digits) : Number(digits) * (units[unit ?? ""] ?? NaN);
}

/** The example as its user has it: through the project's own scripts, on ports and a network of its own. */
describeOnEngine("PilotProOS, deployed by its own scripts", function () {
  this.timeout(600_000);
  const stack = new PilotPros();
  let said: string;

  before(async () => {
    await stack.prepare();
    said = await stack.script("up");
  });

  after(async () => {
    await stack.script("down", "--purge-data", "--yes");
    await stack.forget();
  });

  it("ends with a table of five healthy services and the address to open", () => {
    for (const service of services) expect(said).to.match(new RegExp(`^ *${service} .* healthy `, "m"));
    expect(said).to.contain(`open http://localhost:${stack.port}`);
  });

  it("changes nothing the second time, and says so", async () => {
    const started = await stack.started();
    expect(await stack.script("up")).to.contain("nothing to change");
    expect(await stack.started()).to.deep.equal(started);
  });

  describe("what docker inspect shows of each service", () => {
    for (const service of services) {
      it(`${service} is limited, hardened, probed and restarted`, async () => {
        const { Config, HostConfig, State } = await stack.inspect(service);
        expect(Config.User).to.match(/^[1-9]\d*:[1-9]\d*$/);
        expect(HostConfig.ReadonlyRootfs).to.equal(true);
        expect(HostConfig.Privileged).to.equal(false);
        expect(HostConfig.CapDrop).to.deep.equal(["ALL"]);
        expect(HostConfig.CapAdd ?? []).to.deep.equal([]);
        expect(HostConfig.SecurityOpt).to.deep.equal(["no-new-privileges:true"]);
        expect(HostConfig.Memory).to.be.greaterThan(0);
        expect(HostConfig.MemorySwap).to.equal(HostConfig.Memory);
        expect(HostConfig.NanoCpus).to.be.greaterThan(0);
        expect(HostConfig.PidsLimit).to.equal(256);
        expect(HostConfig.LogConfig).to.deep.equal({
          Type: "json-file",
          Config: { "max-file": "3", "max-size": "10m" },
        });
        expect(HostConfig.RestartPolicy?.Name).to.equal("unless-stopped");
        expect(Config.Healthcheck?.Test?.[0]).to.equal("CMD");
        expect(State.Health?.Status).to.equal("healthy");
      });
    }

    for (const [service, memoryMiB, reservationMiB, cpus] of [
      ["db", 2048, 1024, 2],
      ["automation", 1536, 512, 2],
      ["api", 512, 256, 1],
      ["frontend", 64, 32, 1],
      ["edge", 128, 32, 0.5],
    ] as const) {
      it(`${service} may use ${memoryMiB} MiB and ${cpus} CPUs`, async () => {
        const { HostConfig } = await stack.inspect(service);
        expect(HostConfig.Memory).to.equal(memoryMiB * 1024 ** 2);
        expect(HostConfig.MemoryReservation).to.equal(reservationMiB * 1024 ** 2);
        expect(HostConfig.NanoCpus).to.equal(cpus * 1e9);
      });
    }

    it("only the edge publishes a port, on the loopback", async () => {
      const bindings = await Promise.all(
        services.map(async (name) => (await stack.inspect(name)).HostConfig.PortBindings ?? {}),
      );
      expect(bindings.flatMap((binding) => Object.values(binding).flat())).to.deep.equal([
        { HostIp: "127.0.0.1", HostPort: String(stack.port) },
      ]);
    });

    it("no secret stands in it, nor in the logs, nor in the state", async () => {
      const secrets = Object.values(await stack.secrets());
      expect(secrets.length).to.equal(5);
      const places = {
        ...(await stack.everythingInspected()),
        ...(await stack.logs()),
        state: stack.stateText(),
        "what up printed": said,
      };
      for (const [place, text] of Object.entries(places)) {
        for (const secret of secrets) expect(text.includes(secret), place).to.equal(false);
      }
    });
  });

  describe("the derived settings, read back from what runs", () => {
    const said = (service: string, ...command: string[]): Promise<string> =>
      inside(stack.containerName(service), ...command).then((text) => text.trim());

    it("PostgreSQL has each of its settings, from its command line", async () => {
      const asked = stack.derived()["db"] ?? {};
      const query = `SELECT json_object_agg(name, json_build_object('is', current_setting(name), 'from', source)) FROM pg_settings`;
      const shell = `PGPASSWORD=$(cat /run/secrets/superuser-password) psql -h 127.0.0.1 -U postgres -tAc "${query}"`;
      const settings = JSON.parse(await said("db", "sh", "-c", shell));
      const onCommandLine = Object.keys(asked).filter((name) => name in settings);
      expect(onCommandLine.length).to.be.above(30);
      for (const name of onCommandLine) {
        expect(settings[name].from, name).to.equal("command line");
        expect(comparable(settings[name].is), name).to.equal(comparable(asked[name] ?? ""));
      }
    });

    it("the backend's process was started with its flags, and its heap is as large as they say", async () => {
      const asked = stack.derived()["api"] ?? {};
      const flags = Object.entries(asked)
        .filter(([name]) => name.startsWith("--"))
        .map(([name, value]) => `${name}=${value}`);
      const { State } = await stack.inspect("api");
      const [program] = execFileSync("ps", ["-o", "pid=", "--ppid", String(State.Pid)], { encoding: "utf8" })
        .trim()
        .split(/\s+/);
      const environment = readFileSync(`/proc/${program}/environ`, "utf8").split("\0");
      expect(environment).to.include(`NODE_OPTIONS=${flags.join(" ")}`);
      const heap = await said("api", "node", "-p", "v8.getHeapStatistics().heap_size_limit / 1048576");
      const old = Number(asked["--max-old-space-size"]);
      expect(Number(heap)).to.be.within(old, old + 3 * Number(asked["--max-semi-space-size"] ?? 16) + 1);
    });

    it("n8n's own configuration holds each of its variables", async () => {
      const asked = stack.derived()["automation"] ?? {};
      const read = `
        const load = require("node:module").createRequire(require("node:fs").realpathSync("/usr/local/lib/node_modules/n8n/package.json"));
        load("reflect-metadata");
        const { Container } = load("@n8n/di");
        const { GlobalConfig } = load("@n8n/config");
        const config = Container.get(GlobalConfig);
        console.log(JSON.stringify({
          pool: config.database.postgresdb.poolSize,
          connectionTimeout: config.database.postgresdb.connectionTimeoutMs,
          concurrency: config.executions.concurrency.productionLimit,
          timeout: config.executions.timeout,
          timeoutMax: config.executions.maxTimeout,
          onSuccess: config.executions.saveDataOnSuccess,
          maxAge: config.executions.pruneDataMaxAge,
          maxCount: config.executions.pruneDataMaxCount,
          payload: config.endpoints.payloadSizeMax,
          timezone: config.generic.timezone,
        }));`;
      expect(JSON.parse((await said("automation", "node", "-e", read)).split("\n").at(-1) ?? "")).to.deep.equal({
        pool: Number(asked["DB_POSTGRESDB_POOL_SIZE"]),
        connectionTimeout: Number(asked["DB_POSTGRESDB_CONNECTION_TIMEOUT"]),
        concurrency: Number(asked["N8N_CONCURRENCY_PRODUCTION_LIMIT"]),
        timeout: Number(asked["EXECUTIONS_TIMEOUT"]),
        timeoutMax: Number(asked["EXECUTIONS_TIMEOUT_MAX"]),
        onSuccess: asked["EXECUTIONS_DATA_SAVE_ON_SUCCESS"],
        maxAge: Number(asked["EXECUTIONS_DATA_MAX_AGE"]),
        maxCount: Number(asked["EXECUTIONS_DATA_PRUNE_MAX_COUNT"]),
        payload: Number(asked["N8N_PAYLOAD_SIZE_MAX"]),
        timezone: asked["GENERIC_TIMEZONE"],
      });
    });

    for (const service of ["edge", "frontend"]) {
      it(`nginx of ${service} runs with its settings`, async () => {
        const asked = stack.derived()[service] ?? {};
        const { Config } = await stack.inspect(service);
        const file = (Config.Cmd ?? []).concat(Config.Entrypoint ?? []).find((part) => part.endsWith(".conf"));
        const whole = await said(service, "nginx", "-T", ...(file === undefined ? [] : ["-c", file]));
        for (const name of ["worker_processes", "worker_connections"])
          expect(whole, name).to.match(new RegExp(`^\\s*${name} ${asked[name] ?? "?"};$`, "m"));
      });
    }
  });

  it("has no finding of the audit that plimsoll-audit.yaml does not explain, and none at all in the image of the backend", async () => {
    const { acceptances: accept, faults } = readAcceptances(
      readFileSync(join(stack.root, "plimsoll-audit.yaml"), "utf8"),
    );
    expect(faults).to.deep.equal([]);
    const audits = await auditStack(`pilotpros/${stack.stackName}`, { accept });
    const found = (audited: readonly ImageAudit[]): string[] =>
      audited.flatMap(({ container, findings }) =>
        findings.map(({ rule, problem }) => `${container} ${rule}: ${problem}`),
      );
    const unexplained = audits.map((one) => ({
      ...one,
      findings: one.findings.filter(({ accepted }) => accepted === undefined),
    }));
    expect(audits.length).to.be.at.least(services.length);
    expect(found(unexplained)).to.deep.equal([]);
    expect(found(audits.filter(({ service }) => service === "api"))).to.deep.equal([]);
  });

  describe("one limit changed", () => {
    it("changes exactly what follows from it, seen in the preview", async () => {
      const before = stack.derived()["api"] ?? {};
      const changed = await stack.previewOf((program) =>
        program.replace('api: { minimum: "256MiB", ideal: "512MiB"', 'api: { minimum: "256MiB", ideal: "768MiB"'),
      );
      expect(new Set(changed.map(({ urn }) => urn))).to.deep.equal(new Set(["api-container"]));
      expect(before["--max-old-space-size"]).to.equal("384");
      const inputs = new Set(changed.flatMap((step) => step.inputs.map((input) => input.replace(/\[.*/, ""))));
      expect(inputs).to.deep.equal(new Set(["envs", "memory", "memoryReservation", "memorySwap"]));
    });

    it("and an unchanged program changes nothing", async () => {
      expect(await stack.previewOf((program) => program)).to.deep.equal([]);
    });
  });

  describe("what its users meet", () => {
    it("a run that is started through the edge goes to n8n and comes back finished", async () => {
      const run = await stack.startRun();
      const finished = await until(async () => {
        const found = await stack.get<{ status: string; events: unknown[] }>(`/api/runs/${run.id}`);
        return ["succeeded", "failed"].includes(found.status) ? found : undefined;
      }, 60_000);
      expect(finished.status).to.equal("succeeded");
      expect(finished.events.length).to.be.greaterThan(2);
    });

    it("the internal interface is not to be reached through the edge", async () => {
      const answer = await fetch(`${stack.url}/internal/runs/1/events`, { method: "POST" });
      expect(answer.status).to.be.oneOf([404, 405]);
    });

    it("lists are kept by the edge, and say so; what shows credentials is not", async () => {
      await fetch(`${stack.url}/api/processes`);
      const kept = await fetch(`${stack.url}/api/processes`);
      expect(kept.headers.get("x-cache-status")).to.be.oneOf(["HIT", "UPDATING", "STALE", "EXPIRED", "REVALIDATED"]);
      const personal = await fetch(`${stack.url}/api/processes`, { headers: { authorization: "Bearer somebody" } });
      expect(personal.headers.get("x-cache-status")).to.equal("BYPASS");
    });

    it("hashed assets are kept for a year, the page is asked for each time, a missing asset is a 404", async () => {
      const page = await fetch(`${stack.url}/`);
      expect(page.headers.get("cache-control")).to.equal("no-cache");
      const asset = /\/assets\/[\w.-]+\.js/.exec(await page.text())?.[0] ?? "";
      const script = await fetch(`${stack.url}${asset}`);
      expect(script.headers.get("cache-control")).to.equal("public, max-age=31536000, immutable");
      expect(script.headers.get("content-encoding")).to.equal("gzip");
      expect((await fetch(`${stack.url}/assets/missing.js`)).status).to.equal(404);
    });
  });

  describe("in a browser", () => {
    let browser: Browser;
    let page: Page;

    before(async () => {
      // As root Chromium refuses its sandbox; the page is the project's own.
      const args = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
      ];
      args.push("--disable-component-update", "--disable-sync");
      browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args });
      page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    });

    after(() => browser?.close());

    it("a run started in the page finishes in the page", async () => {
      await page.goto(stack.url);
      await page.locator("[data-testid^=start-run-]").first().click();
      const pill = page.locator("[data-testid^=run-status-]").first();
      await pill.waitFor();
      await until(async () => ((await pill.getAttribute("data-status")) === "succeeded" ? true : undefined), 60_000);
      expect(await page.locator("[data-testid=connection]").getAttribute("data-state")).to.equal("live");
    });

    it("the owner logs in to n8n's editor, whose push comes through as a WebSocket", async () => {
      const editor = await browser.newPage();
      await editor.goto(`${stack.url}/n8n/`);
      await editor.locator("input[type=email]").fill("owner@pilotpros.example");
      await editor.locator("input[type=password]").fill((await stack.secrets())["n8nOwnerPassword"] ?? "");
      await editor.locator("input[type=password]").press("Enter");
      await editor.waitForURL(/\/home\//, { timeout: 60_000 });
      const opened = editor.waitForEvent("websocket", { timeout: 60_000 });
      await editor.goto(`${stack.url}/n8n/workflow/new`);
      const socket = await opened;
      expect(socket.url()).to.contain("/n8n/rest/push");
      await editor.waitForTimeout(1500);
      expect(socket.isClosed()).to.equal(false);
      await editor.close();
    });

    it("the page recovers when the backend's process was killed", async () => {
      await stack.killProcessOf("api");
      await until(async () => ((await stack.isHealthy("api")) ? true : undefined), 90_000);
      const run = await until(() => stack.startRun().catch(() => undefined), 30_000);
      const pill = page.locator(`[data-testid=run-status-${run.id}]`);
      await pill.waitFor({ timeout: 30_000 });
      await until(async () => ((await pill.getAttribute("data-status")) === "succeeded" ? true : undefined), 60_000);
      expect((await docker.getContainer(stack.containerName("api")).inspect()).RestartCount).to.be.greaterThan(0);
    });
  });

  it("a database that is killed while it is written to loses no acknowledged row", async () => {
    const acknowledged: string[] = [];
    let writing = true;
    const writer = (async () => {
      for (let number = 0; writing; number++) {
        const created = await stack.createProcess(`crash ${stack.port}-${number}`).catch(() => undefined);
        if (created !== undefined) acknowledged.push(created.id);
      }
    })();
    await until(() => (acknowledged.length > 20 ? true : undefined), 30_000);
    await stack.killProcessOf("db");
    const before = acknowledged.length;
    await until(() => (acknowledged.length > before + 20 ? true : undefined), 120_000);
    writing = false;
    await writer;
    const kept = await stack.allProcessIds();
    expect(acknowledged.filter((id) => !kept.has(id))).to.deep.equal([]);
    await until(async () => ((await stack.isHealthy("db")) ? true : undefined), 90_000);
  });

  it("data is there again after down and up", async () => {
    const created = await stack.createProcess("kept over down and up");
    const down = await stack.script("down");
    expect(down).to.contain(`${stack.prefix}-db-data`);
    expect(await stack.containerNames()).to.deep.equal([]);
    await stack.script("up");
    expect((await stack.allProcessIds()).has(created.id)).to.equal(true);
  });

  it("down refuses to delete data without a word from its user", () => {
    const refused = spawnSyncText(["tools/down.mjs", "--purge-data"], stack);
    expect(refused.code).to.equal(1);
    expect(refused.text).to.contain("nothing was removed").and.to.contain("--yes");
  });
});

function spawnSyncText(args: string[], stack: PilotPros): { code: number; text: string } {
  try {
    return {
      code: 0,
      text: execFileSync("node", args, { cwd: stack.root, env: stack.env, encoding: "utf8", stdio: "pipe" }),
    };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return { code: status, text: stdout + stderr };
  }
}
