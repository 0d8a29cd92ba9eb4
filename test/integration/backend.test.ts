import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pinnedImages } from "../../lib/images/pinned";
import { describeOnEngine, docker } from "../support/engine";
import { expectNodeTests } from "../support/node-tests";
import { until } from "../support/pilotpros";

const backend = resolve(__dirname, "..", "..", "examples", "pilotpros", "backend");

describeOnEngine("the tests of the example's backend, on a PostgreSQL of their own", function () {
  this.timeout(180_000);
  let server: Awaited<ReturnType<typeof docker.createContainer>> | undefined;
  let port: string;

  before(async function () {
    if (!existsSync(resolve(backend, "node_modules"))) throw new Error(`run "npm ci" in ${backend}, as npm test does`);
    server = await docker.createContainer({
      Image: pinnedImages.postgres,
      Env: ["POSTGRES_HOST_AUTH_METHOD=trust"],
      Labels: { "plimsoll.test": "backend" },
      Healthcheck: { Test: ["CMD", "pg_isready", "-q", "-h", "127.0.0.1"], Interval: 500_000_000, Retries: 100 },
      ExposedPorts: { "5432/tcp": {} },
      HostConfig: {
        AutoRemove: true,
        PortBindings: { "5432/tcp": [{ HostIp: "127.0.0.1", HostPort: "" }] },
        Tmpfs: { "/var/lib/postgresql": "" },
      },
    });
    await server.start();
    const { NetworkSettings } = await server.inspect();
    port = NetworkSettings.Ports["5432/tcp"]?.[0]?.HostPort ?? "";
    await until(async () => ((await server?.inspect())?.State.Health?.Status === "healthy" ? true : undefined), 60_000);
  });

  after(async () => {
    await server?.stop({ t: 2 });
  });

  it("pass", () => {
    const env = { PGHOST: "127.0.0.1", PGPORT: port, PGUSER: "postgres", PGDATABASE: "postgres", PGPASSWORD: "" };
    expectNodeTests(backend, "test/*.test.js", { least: 30, env });
  });
});
