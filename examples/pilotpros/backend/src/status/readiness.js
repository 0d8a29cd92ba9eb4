/**
 * Ready means: migrated, and the database answers now. Before that the process is alive and nothing more.
 *
 * @param {import("../database/database.js").Database} database
 */
export function readiness(database) {
  let prepared = false;
  return {
    markPrepared: () => void (prepared = true),
    isPrepared: () => prepared,

    async check() {
      if (!prepared) return { ready: false, database: "waiting" };
      try {
        await database.read("select 1");
        return { ready: true, database: "ok" };
      } catch {
        return { ready: false, database: "unreachable" };
      }
    },
  };
}
