import { Problem, notFound } from "../http/problem.js";
import { tokenMatches } from "./token.js";

/**
 * @typedef {"queued" | "running" | "succeeded" | "failed"} Status
 * @typedef {{ kind: "started" | "step" | "succeeded" | "failed", execution?: string, position?: number, step?: string, message?: string }} Report
 */

const selectRun = `
  select r.id, r.process_id, p.name as process_name, r.status, r.reason, r.steps_done,
         jsonb_array_length(p.steps) as steps_total, r.queued_at, r.started_at, r.finished_at
    from runs r join processes p on p.id = r.process_id`;

export const insertEvent = `
  insert into run_events (run_id, kind, position, step, message) values ($1, $2, $3, $4, $5)
  on conflict (run_id, kind, position) do nothing`;

const finished = (/** @type {Status} */ status) => status === "succeeded" || status === "failed";

/**
 * What the rest of the service knows of runs in the database.
 *
 * @param {import("../database/database.js").Database} database
 */
export function runStore(database) {
  return {
    /** @param {import("../http/paging.js").Page} page */
    async list({ limit, before }) {
      const sql = `${selectRun} where ($1::bigint is null or r.id < $1) order by r.id desc limit $2`;
      return (await database.read(sql, [before, limit + 1])).map(runOf);
    },

    /**
     * @param {string} processId
     * @param {import("../http/paging.js").Page} page
     */
    async listOf(processId, { limit, before }) {
      const sql = `${selectRun} where r.process_id = $1 and ($2::bigint is null or r.id < $2) order by r.id desc limit $3`;
      return (await database.read(sql, [processId, before, limit + 1])).map(runOf);
    },

    /** @param {(string | number)[]} ids */
    async findAll(ids) {
      return (await database.read(`${selectRun} where r.id = any($1::bigint[]) order by r.id`, [ids])).map(runOf);
    },

    /** @param {string} id */
    async findWithEvents(id) {
      const [row] = await database.read(`${selectRun} where r.id = $1`, [id]);
      if (!row) return undefined;
      const events = await database.read(
        "select kind, position, step, message, at from run_events where run_id = $1 order by id",
        [id],
      );
      return { ...runOf(row), events: events.map(eventOf) };
    },

    /** @param {string} processId */
    async add(processId) {
      return database.transaction(async (client) => {
        const { rows } = await client.query("insert into runs (process_id) values ($1) returning id", [processId]);
        await client.query(insertEvent, [rows[0].id, "queued", -1, null, ""]);
        const { rows: runs } = await client.query(`${selectRun} where r.id = $1`, [rows[0].id]);
        return runOf(runs[0]);
      });
    },

    /**
     * The row lock puts reports of one run in order, whichever copy of the service receives them.
     *
     * @param {string} id
     * @param {string} token
     * @param {Report} report
     * @returns {Promise<{ proceed: boolean }>} whether the execution that reports is the one that does this run
     */
    async record(id, token, report) {
      return database.transaction(async (client) => {
        const { rows } = await client.query("select status, token_hash, execution from runs where id = $1 for update", [
          id,
        ]);
        if (rows.length === 0) throw notFound(`run ${id}`);
        const { status, token_hash, execution } = rows[0];
        if (!tokenMatches(token, token_hash)) throw new Problem(401, "the token isn't this run's");
        if (report.kind === "started" && status !== "queued")
          return { proceed: !finished(status) && execution === report.execution };
        // A repeated last report is no fault: the engine didn't get the first answer.
        if (status === report.kind) return { proceed: false };
        if (finished(status)) throw new Problem(409, `run ${id} has already ${status}`);
        await applyReport(client, id, report);
        return { proceed: true };
      });
    },
  };
}

/**
 * @param {import("pg").PoolClient} client
 * @param {string} id
 * @param {Report} report
 */
async function applyReport(client, id, { kind, execution, position, step, message = "" }) {
  await client.query(insertEvent, [id, kind, kind === "step" ? position : -1, step ?? null, message]);
  const ends = kind === "succeeded" || kind === "failed";
  await client.query(
    `update runs set
       status = $2,
       steps_done = greatest(steps_done, $3),
       reason = $4,
       reported_at = now(),
       execution = coalesce(execution, $6),
       handed_over_at = coalesce(handed_over_at, now()),
       handover_until = null,
       started_at = coalesce(started_at, now()),
       finished_at = case when $5 then now() end
     where id = $1`,
    [
      id,
      ends ? kind : "running",
      kind === "step" ? Number(position) + 1 : 0,
      failureOf(kind, message),
      ends,
      execution ?? null,
    ],
  );
}

/**
 * @param {Report["kind"]} kind
 * @param {string} message
 */
const failureOf = (kind, message) => (kind === "failed" ? message || "the automation engine reported a failure" : null);

/** @param {import("pg").QueryResultRow} row */
const runOf = (row) => ({
  id: Number(row.id),
  processId: Number(row.process_id),
  processName: row.process_name,
  status: /** @type {Status} */ (row.status),
  reason: row.reason,
  stepsDone: row.steps_done,
  stepsTotal: row.steps_total,
  queuedAt: row.queued_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
});

/** @param {import("pg").QueryResultRow} row */
const eventOf = ({ kind, position, step, message, at }) => ({
  kind,
  position: position < 0 ? null : position,
  step,
  message,
  at,
});
