import { createServer } from "node:http";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { readConfig } from "../src/config.js";
import { startService } from "../src/service.js";

export const skip = process.env.PGHOST
  ? false
  : "no PostgreSQL: set PGHOST, PGUSER, PGPASSWORD of a role that may create databases";

const admin = () => new pg.Client({ database: process.env.PGDATABASE || "postgres" });

/** A database of its own for each test file, so that files can run side by side. */
export async function freshDatabase() {
  const name = `pilotpros_test_${process.pid}_${Date.now()}`;
  const client = admin();
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return {
    name,
    query: async (/** @type {string} */ sql) => {
      const inside = new pg.Client({ database: name });
      await inside.connect();
      try {
        return (await inside.query(sql)).rows;
      } finally {
        await inside.end();
      }
    },
    async drop() {
      const last = admin();
      await last.connect();
      await last.query(`drop database if exists ${name} with (force)`);
      await last.end();
    },
  };
}

/** @param {import("node:http").RequestListener} answer */
export async function fakeEngine(answer) {
  const server = createServer(answer);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param {Record<string, string>} env */
export async function runningService(env) {
  const config = readConfig({ ...process.env, HOST: "127.0.0.1", PORT: "1", LOG_LEVEL: "silent", ...env });
  const service = await startService({ ...config, port: 0 });
  await service.prepared;
  const { port } = /** @type {import("node:net").AddressInfo} */ (service.app.server.address());
  const url = `http://127.0.0.1:${port}`;

  /**
   * @param {string} path
   * @param {{ method?: string, body?: unknown, headers?: Record<string, string> }} [options]
   */
  async function call(path, { method = "GET", body, headers = {} } = {}) {
    const json = body === undefined ? {} : { "content-type": "application/json" };
    const text = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(url + path, { method, headers: { ...json, ...headers }, body: text });
    const raw = await response.text();
    return { status: response.status, headers: response.headers, body: raw ? JSON.parse(raw) : undefined };
  }

  return { ...service, url, call };
}

/**
 * @template T
 * @param {() => Promise<T>} probe
 * @param {(value: T) => boolean} wanted
 */
export async function eventually(probe, wanted, { withinMs = 8_000 } = {}) {
  const until = Date.now() + withinMs;
  for (;;) {
    const value = await probe();
    if (wanted(value)) return value;
    if (Date.now() > until) throw new Error(`not within ${withinMs} ms, last seen: ${JSON.stringify(value)}`);
    await sleep(30);
  }
}
