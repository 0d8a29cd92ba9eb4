-- name: hash aggregate
select count(*), sum(events), max(cents)
from (select user_id, count(*) events, sum(cents) cents from events group by user_id) per_user;

-- name: window
select count(*), sum(cents)
from (
  select cents, row_number() over (partition by user_id order by at desc, id) place
  from events
) ordered
where place <= 3;

-- name: count distinct
select country, count(distinct user_id), count(distinct session), sum(cents)
from events join users on users.id = user_id
where kind >= 12
group by country
order by country;

-- name: range, top rows
select id, user_id, cents, note
from events
where at >= '2026-03-01 00:00+00' and at < '2026-03-03 06:00+00'
order by cents desc, id
limit 100;

-- name: self join
select count(*), sum(later.cents)
from events first
join events later on later.user_id = first.user_id and later.at > first.at and later.at < first.at + interval '7 days'
where first.kind = 30 and later.kind >= 2;

-- name: big sort
select count(*), max(cents), min(session)
from (select session, cents, url from events order by session, cents, id offset 0) sorted;
