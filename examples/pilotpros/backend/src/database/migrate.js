import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";

const folder = new URL("./migrations/", import.meta.url);

/** Any constant will do; all copies of this service must use the same. */
const migrationLock = 7_411_090_002;

/**
 * All or nothing, and one at a time: of several copies that start together the first migrates, the others find it done.
 *
 * @param {import("./database.js").Database} database
 * @param {import("fastify").FastifyBaseLogger} log
 */
export async function migrate(database, log) {
  const migrations = readMigrations();
  await database.transaction(async (client) => {
    // A migration may rightly take longer than any request.
    await client.query("set local statement_timeout = 0");
    await client.query("select pg_advisory_xact_lock($1)", [migrationLock]);
    await client.query(
      `create table if not exists migrations (
        name text primary key, checksum text not null, applied_at timestamptz not null default now()
      )`,
    );
    const { rows } = await client.query("select name, checksum from migrations");
    const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
    for (const { name, sql, checksum } of migrations) {
      const recorded = applied.get(name);
      if (recorded === checksum) continue;
      if (recorded) throw new Error(`migration ${name} was changed after it had been applied; add a new file instead`);
      await client.query(sql);
      await client.query("insert into migrations (name, checksum) values ($1, $2)", [name, checksum]);
      log.info({ migration: name }, "migration applied");
    }
  });
}

function readMigrations() {
  const names = readdirSync(folder)
    .filter((name) => /^\d{3}-.+\.sql$/.test(name))
    .sort();
  return names.map((name) => {
    const sql = readFileSync(new URL(name, folder), "utf8");
    return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
  });
}
