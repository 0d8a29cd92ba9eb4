import { insertEvent } from "./store.js";

/** Any constant will do; all copies of this service must use the same. */
const queueLock = 7_411_090_003;

/** Who hands a run over renews his lease; what he leaves behind when he dies is free this much later. */
export const leaseMs = 15_000;

/**
 * The runs that wait in PostgreSQL for the automation engine: they survive a crash of anything, and the engine is
 * never asked for more at once than it does at once, where it would leave us without an answer.
 *
 * @param {import("../database/database.js").Database} database
 */
export function runQueue(database) {
  return {
    /**
     * The oldest waiting run, if fewer than `most` are with the engine. The lock makes copies of this service count one after the other.
     *
     * @param {{ tokenHash: Buffer, most: number }} options
     */
    async take({ tokenHash, most }) {
      return database.transaction(async (client) => {
        await client.query("select pg_advisory_xact_lock($1)", [queueLock]);
        const { rows } = await client.query(
          `with with_engine as (
             select count(*) as n from runs
              where status = 'running' or (status = 'queued' and (handed_over_at is not null or handover_until > now()))
           ), next as (
             select id from runs, with_engine
              where status = 'queued' and handed_over_at is null and coalesce(handover_until, '-infinity') <= now() and n < $2
              order by id limit 1
           )
           update runs set token_hash = $1, handover_until = now() + $3 * interval '1 ms' from next
            where runs.id = next.id returning runs.id, process_id`,
          [tokenHash, most, leaseMs],
        );
        return rows.length > 0 ? { id: Number(rows[0].id), processId: String(rows[0].process_id) } : null;
      });
    },

    /** @param {number[]} ids */
    async renew(ids) {
      await database.write(
        "update runs set handover_until = now() + $2 * interval '1 ms' where id = any($1) and handover_until is not null",
        [ids, leaseMs],
      );
    },

    /** @param {number} id */
    async handedOver(id) {
      await database.write(
        "update runs set handover_until = null, handed_over_at = coalesce(handed_over_at, now()), reported_at = now() where id = $1",
        [id],
      );
    },

    /** @param {number} id */
    async putBack(id) {
      await database.write("update runs set handover_until = null where id = $1 and status = 'queued'", [id]);
    },

    /**
     * @param {number} id
     * @param {string} reason
     */
    async refuse(id, reason) {
      await database.transaction(async (client) => {
        const { rowCount } = await client.query(
          `update runs set status = 'failed', finished_at = now(), reason = $2, handover_until = null
           where id = $1 and status = 'queued'`,
          [id, reason],
        );
        if (rowCount) await client.query(insertEvent, [id, "failed", -1, null, reason]);
      });
    },

    /** @param {{ silentForMs: number, reason: string }} limits */
    async failSilent({ silentForMs, reason }) {
      const rows = await database.write(
        `with silent as (
           update runs set status = 'failed', finished_at = now(), reason = $2
            where status in ('queued', 'running') and handed_over_at is not null
              and reported_at < now() - $1 * interval '1 ms'
           returning id)
         insert into run_events (run_id, kind, message) select id, 'failed', $2 from silent
         on conflict do nothing returning run_id`,
        [silentForMs, reason],
      );
      return rows.map(({ run_id }) => Number(run_id));
    },
  };
}
