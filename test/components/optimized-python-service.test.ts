import { expect } from "chai";
import { OptimizedPythonService, TunedPostgres, type OptimizedPythonServiceArgs } from "plimsoll";
import { join } from "node:path";
import { containerOf, envsOf, filesOf, inRole, run } from "../support/stacks";

const build = (args: Partial<OptimizedPythonServiceArgs> = {}) =>
  run(() => new OptimizedPythonService("api", { image: "api:1", port: 8000, ...args }));

const corpus = (name: string): Partial<OptimizedPythonServiceArgs> => ({
  image: undefined as never,
  build: { context: join(__dirname, "..", "images", "corpus", name) },
});

const commandOf = async (args: Partial<OptimizedPythonServiceArgs>): Promise<unknown> =>
  (containerOf(await build(args), "api") as { command?: string[] }).command;

describe("OptimizedPythonService", () => {
  it("tells any program its port, and not to write bytecode", async () => {
    expect(envsOf(await build(), "api")).to.deep.equal([
      "HOME=/tmp",
      "MALLOC_ARENA_MAX=2",
      "PORT=8000",
      "PYTHONDONTWRITEBYTECODE=1",
      "PYTHONUNBUFFERED=1",
    ]);
    expect(await commandOf({})).to.equal(undefined);
  });

  it("tells gunicorn address and settings in one variable, which its own command line outranks", async () => {
    const envs = envsOf(await build({ server: "gunicorn", cpus: 2, longestRequest: "30s" }), "api");
    expect(envs).to.include(
      "GUNICORN_CMD_ARGS=--bind 0.0.0.0:8000 --workers 2 --worker-class gthread --threads 16 --worker-tmp-dir /dev/shm --timeout 35 --graceful-timeout 30 --keep-alive 75 --max-requests 10000 --max-requests-jitter 1000",
    );
  });

  it("tells uvicorn each setting in a variable, and never ends its only process", async () => {
    const told = async (cpus: number): Promise<string[]> =>
      envsOf(await build({ server: "uvicorn", cpus }), "api").filter((line) => line.startsWith("UVICORN_"));
    expect(await told(1)).to.deep.equal([
      "UVICORN_HOST=0.0.0.0",
      "UVICORN_PORT=8000",
      "UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN=10",
      "UVICORN_TIMEOUT_KEEP_ALIVE=75",
      "UVICORN_WORKERS=1",
    ]);
    expect(await told(2)).to.include.members(["UVICORN_WORKERS=2", "UVICORN_LIMIT_MAX_REQUESTS=10000"]);
  });

  it("starts a folder's program with its own command, without the address that the image names", async () => {
    expect(await commandOf(corpus("python-fastapi"))).to.deep.equal(["uvicorn", "app.main:app"]);
    expect(await commandOf(corpus("python-package"))).to.deep.equal(["weather"]);
    expect(envsOf(await build({ ...corpus("python-extension") }), "api").join()).to.include("GUNICORN_CMD_ARGS");
  });

  it("tells it its database, the password as a file, and each worker's part of the connections", async () => {
    const stack = await run(() => {
      const db = new TunedPostgres("db", { password: "x", clients: { app: { password: "y", pool: 7 } } });
      const args = { image: "api:1", port: 8000, server: "uvicorn", cpus: 2, database: db.client("app") } as const;
      new OptimizedPythonService("api", args);
    });
    expect(envsOf(stack, "api")).to.include.members([
      "PGHOST=db",
      "PGPORT=5432",
      "PGDATABASE=app",
      "PGUSER=app",
      "PGPASSWORD_FILE=/run/secrets/database-password",
      "PGPOOL_MAX=3",
    ]);
    expect(filesOf(stack, "api")).to.deep.equal({ "/run/secrets/database-password": "y" });
  });

  it("gives a secret as a file and its path as a variable, and brings none in where there is none", async () => {
    const stack = await build({ secrets: { API_KEY: "hunter2" } });
    expect(envsOf(stack, "api")).to.include("API_KEY_FILE=/run/secrets/API_KEY");
    expect(filesOf(stack, "api")).to.deep.equal({ "/run/secrets/API_KEY": "hunter2" });
    expect(inRole(await build(), "files")).to.deep.equal([]);
  });

  it("is probed by an interpreter that reads neither packages nor environment", async () => {
    const { healthcheck } = containerOf(await build({ healthPath: "/ready" }), "api") as {
      healthcheck: { tests: string[] };
    };
    expect(healthcheck.tests.slice(0, 5)).to.deep.equal(["CMD", "python3", "-I", "-S", "-c"]);
    expect(healthcheck.tests.at(-1)).to.include(String.raw`b"GET /ready HTTP/1.0\r\nHost: localhost\r\n\r\n"`);
  });

  it("has an init process, and a user that is not root", async () => {
    expect(containerOf(await build(), "api")).to.include({ init: true, stopSignal: "SIGTERM", user: "1000:1000" });
    expect(containerOf(await build({ user: "1234:99" }), "api")).to.include({ user: "1234:99" });
  });

  it("offers a route on which the edge waits longer than the longest request", async () => {
    const { result: service } = await build({ longestRequest: "5m" });
    expect(service.route("/api/")).to.deep.include({
      path: "/api/",
      service: "api",
      port: 8000,
      readTimeoutSeconds: 305,
    });
  });
});
