/**
 * @typedef {{ name: string, seconds: number }} Step
 * @typedef {{ id: number, name: string, description: string, steps: Step[], createdAt: Date }} Process
 */

const columns = "id, name, description, steps, created_at";

/** @param {import("../database/database.js").Database} database */
export function processStore(database) {
  return {
    /** @param {import("../http/paging.js").Page} page */
    async list({ limit, before }) {
      const sql = `select ${columns} from processes where ($1::bigint is null or id < $1) order by id desc limit $2`;
      return (await database.read(sql, [before, limit + 1])).map(processOf);
    },

    /** @param {string} id */
    async find(id) {
      const [row] = await database.read(`select ${columns} from processes where id = $1`, [id]);
      return row && processOf(row);
    },

    /** @param {{ name: string, description?: string, steps: Step[] }} process */
    async add({ name, description = "", steps }) {
      const sql = `insert into processes (name, description, steps) values ($1, $2, $3) returning ${columns}`;
      const [row] = await database.write(sql, [name.trim(), description.trim(), JSON.stringify(steps)]);
      return processOf(row);
    },
  };
}

/**
 * @param {import("pg").QueryResultRow} row
 * @returns {Process}
 */
const processOf = ({ id, name, description, steps, created_at }) => ({
  id: Number(id),
  name,
  description,
  steps,
  createdAt: created_at,
});
