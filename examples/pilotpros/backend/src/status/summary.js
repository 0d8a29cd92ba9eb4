/**
 * The figures above the page's tables, of the last day.
 *
 * @param {import("../database/database.js").Database} database
 */
export async function readSummary(database) {
  const [row] = await database.read(
    `select (select count(*)::int from processes) as processes,
            count(*)::int as runs,
            count(*) filter (where status in ('queued', 'running'))::int as active,
            count(*) filter (where status = 'succeeded')::int as succeeded,
            count(*) filter (where status = 'failed')::int as failed,
            percentile_cont(0.5) within group (order by extract(epoch from finished_at - queued_at))
              filter (where status = 'succeeded') as median_seconds
       from runs where queued_at > now() - interval '1 day'`,
  );
  const { median_seconds: medianSeconds, ...counts } = row;
  return { ...counts, medianSeconds };
}
