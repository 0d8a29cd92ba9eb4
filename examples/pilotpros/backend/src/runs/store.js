import { Problem, notFound } from "../http/problem.js";
import { tokenMatches } from "./token.js";

/**
 * @typedef {"queued" | "running" | "succeeded" | "failed"} Status
 * @typedef {{ kind: "started" | "step" | "succeeded" | "failed", position?: number, step?: string, message?: string }} Report
 */

const selectRun = `
  select r.id, r.process_id, p.name as process_name, r.status, r.reason, r.steps_done,
         jsonb_array_length(p.steps) as steps_total, r.queued_at, r.started_at, r.finished_at
    from runs r join processes p on p.id = r.process_id`;

const insertEvent = `
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
      const events = await database.read("select kind, position, step, message, at from run_events where run_id = $1 order by id", [id]);
      return { ...runOf(row), events: events.map(eventOf) };
    },

    /**
     * @param {string} processId
     * @param {{ tokenHash: Buffer, leaseMs: number }} handover
     */
    async add(processId, { tokenHash, leaseMs }) {
      return database.transaction(async (client) => {
        const { rows } = await client.query(
          `insert into runs (process_id, token_hash, handover_until)
           values ($1, $2, now() + $3 * interval '1 ms') returning id`,
          [processId, tokenHash, leaseMs],
        );
        await client.query(insertEvent, [rows[0].id, "queued", -1, null, ""]);
        const { rows: runs } = await client.query(`${selectRun} where r.id = $1`, [rows[0].id]);
        return runOf(runs[0]);
      });
    },

    /** @param {number} id */
    async handedOver(id) {
      await database.write("update runs set handover_until = null where id = $1", [id]);
    },

    /**
     * Lets the next process, or this one a moment later, hand the run over.
     *
     * @param {number} id
     */
    async putBack(id) {
      await database.write("update runs set handover_until = now() where id = $1 and status = 'queued'", [id]);
    },

    /**
     * @param {number} id
     * @param {string} reason
     */
    async failHandover(id, reason) {
      await database.transaction(async (client) => {
        const { rowCount } = await client.query(
          `update runs set status = 'failed', finished_at = now(), reason = $2, handover_until = null
           where id = $1 and status = 'queued'`,
          [id, reason],
        );
        if (rowCount) await client.query(insertEvent, [id, "failed", -1, null, reason]);
      });
    },

    /**
     * Takes a run whose hand-over was begun by a process that is gone; null when there is none.
     *
     * @param {{ tokenHash: Buffer, leaseMs: number }} handover
     */
    async takeAbandoned({ tokenHash, leaseMs }) {
      const [row] = await database.write(
        `update runs set token_hash = $1, handover_until = now() + $2 * interval '1 ms'
          where id = (select id from runs where status = 'queued' and handover_until < now()
                       order by id limit 1 for update skip locked)
          returning id, process_id`,
        [tokenHash, leaseMs],
      );
      return row ? { id: Number(row.id), processId: String(row.process_id) } : null;
    },

    /** @param {{ silentForMs: number, reason: string }} limits */
    async failSilent({ silentForMs, reason }) {
      const rows = await database.write(
        `with silent as (
           update runs set status = 'failed', finished_at = now(), reason = $2
            where status in ('queued', 'running') and handover_until is null
              and reported_at < now() - $1 * interval '1 ms'
           returning id)
         insert into run_events (run_id, kind, message) select id, 'failed', $2 from silent
         on conflict do nothing returning run_id`,
        [silentForMs, reason],
      );
      return rows.map(({ run_id }) => Number(run_id));
    },

    /**
     * The row lock puts reports of one run in order, whichever copy of the service receives them.
     *
     * @param {string} id
     * @param {string} token
     * @param {Report} report
     */
    async record(id, token, report) {
      await database.transaction(async (client) => {
        const { rows } = await client.query("select status, token_hash from runs where id = $1 for update", [id]);
        if (rows.length === 0) throw notFound(`run ${id}`);
        const { status, token_hash } = rows[0];
        if (!tokenMatches(token, token_hash)) throw new Problem(401, "the token isn't this run's");
        // A repeated last report is no fault: the engine didn't get the first answer.
        if (status === report.kind) return;
        if (finished(status)) throw new Problem(409, `run ${id} has already ${status}`);
        await applyReport(client, id, report);
      });
    },
  };
}

/**
 * @param {import("pg").PoolClient} client
 * @param {string} id
 * @param {Report} report
 */
async function applyReport(client, id, { kind, position, step, message = "" }) {
  await client.query(insertEvent, [id, kind, kind === "step" ? position : -1, step ?? null, message]);
  const ends = kind === "succeeded" || kind === "failed";
  await client.query(
    `update runs set
       status = $2,
       steps_done = greatest(steps_done, $3),
       reason = $4,
       reported_at = now(),
       handover_until = null,
       started_at = coalesce(started_at, now()),
       finished_at = case when $5 then now() end
     where id = $1`,
    [id, ends ? kind : "running", kind === "step" ? Number(position) + 1 : 0, kind === "failed" ? message || "the automation engine reported a failure" : null, ends],
  );
}

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
const eventOf = ({ kind, position, step, message, at }) => ({ kind, position: position < 0 ? null : position, step, message, at });
