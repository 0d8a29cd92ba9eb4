-- A report nobody would want to run often: two hash joins, a hash aggregate and a sort, each over 60 MiB of wide rows.
select count(*), max(length(ordered.note)), sum(per_user.events)
from (
  select a.user_id, a.note, row_number() over (partition by a.session order by a.cents, a.note) place
  from events a
  join events b on b.id = a.id
  where a.at >= '2026-06-08 00:00+00' and b.at >= '2026-06-08 00:00+00'
) ordered
join (
  select user_id, max(note) note, count(*) events from events where at >= '2026-06-08 00:00+00' group by user_id
) per_user using (user_id)
where place <= 3;
