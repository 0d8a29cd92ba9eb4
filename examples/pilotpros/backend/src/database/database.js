import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { isConnectionLost } from "./errors.js";

/** @typedef {import("pg").QueryResultRow} Row */

const afterLostConnectionMs = 100;

/** The one way to the database: a bounded pool whose reads survive a broken connection. */
export class Database {
  #pool;
  #settings;

  /**
   * @param {import("../config.js").DatabaseConfig} config
   * @param {{ requestTimeoutMs: number, log: import("fastify").FastifyBaseLogger }} options
   */
  constructor(config, { requestTimeoutMs, log }) {
    this.#settings = {
      host: config.host,
      port: config.port,
      database: config.database,
      user: config.user,
      password: config.password,
      application_name: "pilotpros-backend",
      // Waiting for a connection and running one statement both fit into one request's time.
      connectionTimeoutMillis: Math.floor(requestTimeoutMs / 4),
      statement_timeout: Math.floor(requestTimeoutMs / 2),
      keepAlive: true,
    };
    this.#pool = new pg.Pool({ ...this.#settings, max: config.poolMax - 1, idleTimeoutMillis: 30_000 });
    // Without this handler an idle connection that the server closes would end the process.
    this.#pool.on("error", (error) => log.warn({ err: error }, "an idle database connection broke"));
  }

  /**
   * For statements that change nothing: repeated once when the connection broke under them.
   *
   * @param {string} text
   * @param {unknown[]} [values]
   * @returns {Promise<Row[]>}
   */
  async read(text, values) {
    try {
      return (await this.#pool.query(text, values)).rows;
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
      await sleep(afterLostConnectionMs);
      return (await this.#pool.query(text, values)).rows;
    }
  }

  /**
   * Never repeated: when the connection breaks, nobody knows whether the change was made.
   *
   * @param {string} text
   * @param {unknown[]} [values]
   * @returns {Promise<Row[]>}
   */
  async write(text, values) {
    return (await this.#pool.query(text, values)).rows;
  }

  /**
   * @template T
   * @param {(client: import("pg").PoolClient) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async transaction(work) {
    const client = await this.#pool.connect();
    let broken = false;
    // A connection that dies between two statements reports it only as an event, which would end the process.
    const noteBroken = () => void (broken = true);
    client.on("error", noteBroken);
    try {
      await client.query("begin");
      const result = await work(client);
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback").catch(noteBroken);
      throw error;
    } finally {
      client.off("error", noteBroken);
      client.release(broken);
    }
  }

  /** A connection outside the pool, for LISTEN: it's held for ever and must not be cut by statement_timeout's sums. */
  dedicatedClient() {
    return new pg.Client(this.#settings);
  }

  async close() {
    await this.#pool.end();
  }
}
