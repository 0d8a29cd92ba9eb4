-- One wide table of events in the order they came, their users in random order, and a small table of users.
-- :mib is the size to reach. Everything follows from the row's number: each load gives the same rows.

select (:mib * 2330)::bigint as rows, (:mib * 2330 / 12)::bigint as users \gset

create function noise(number bigint, salt int) returns bigint
  language sql immutable parallel safe return hashint8extended(number, salt) & 4611686018427387903;

create table users (
  id int primary key,
  country smallint not null,
  segment text not null,
  joined date not null,
  name text not null
);

create table events (
  id bigint not null,
  user_id int not null,
  at timestamptz not null,
  kind smallint not null,
  session int not null,
  cents int not null,
  quantity smallint not null,
  url text not null,
  agent text not null,
  note text not null
);

insert into users
select n, noise(n, 1) % 60, 'segment ' || noise(n, 2) % 8, date '2020-01-01' + (noise(n, 3) % 2000)::int, 'user ' || md5(n::text)
from generate_series(1, :users) n;

insert into events
select
  n,
  1 + noise(n, 1) % :users,
  -- Some come late: nearly in order, as an index sees it, and not quite.
  timestamptz '2026-01-01 00:00+00' + (n::float8 / :rows) * interval '180 days' - noise(n, 11) % 100 * interval '4 hours',
  -- A kind is the rarer the higher it is.
  floor(40 * power(noise(n, 2) % 1000000 / 1e6, 2)),
  noise(n, 3) % (:rows / 5),
  100 + noise(n, 4) % 100000,
  1 + noise(n, 5) % 9,
  '/shop/category-' || noise(n, 6) % 200 || '/product-' || noise(n, 7) % 50000 || '?campaign=' || noise(n, 8) % 30,
  'Browser/' || noise(n, 9) % 60 || '.0 (System ' || noise(n, 10) % 12 || '; like others of its kind)',
  repeat(md5(n::text), 7)
from generate_series(1, :rows) n;

create index events_user on events (user_id);
create index events_at on events (at);
