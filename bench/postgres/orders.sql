-- Order entry in the third normal form: customers, products, orders with a document each, and their lines.
-- Few customers and products make most of the orders. :mib is the size to reach.

select (:mib * 1050)::bigint as orders, (:mib * 40)::bigint as customers, (:mib * 10)::bigint as products \gset

create function noise(number bigint, salt int) returns bigint
  language sql immutable parallel safe return hashint8extended(number, salt) & 4611686018427387903;

-- One of `choices`, the first ones far more often.
create function skewed(number bigint, salt int, choices bigint) returns bigint
  language sql immutable parallel safe
  return 1 + floor(choices * power(noise(number, salt) % 1000000 / 1e6, 3))::bigint;

create table customers (
  id int primary key,
  name text not null,
  region text not null,
  city text not null,
  since date not null,
  newsletter boolean not null
);

create table products (
  id int primary key,
  name text not null,
  category text not null,
  supplier int not null,
  price int not null
);

create table orders (
  id int not null,
  customer_id int not null,
  ordered timestamptz not null,
  status text not null,
  details jsonb not null,
  note text not null
);

create table order_lines (
  order_id int not null,
  line smallint not null,
  product_id int not null,
  quantity smallint not null,
  price int not null,
  discount smallint not null
);

insert into customers
select
  n,
  'Customer ' || md5(n::text),
  (array['north', 'south', 'east', 'west', 'centre', 'islands'])[skewed(n, 1, 6)],
  'city ' || noise(n, 2) % 900,
  date '2018-01-01' + (noise(n, 3) % 2500)::int,
  noise(n, 4) % 3 = 0
from generate_series(1, :customers) n;

insert into products
select n, 'Product ' || md5(n::text), 'category ' || noise(n, 1) % 40, noise(n, 2) % 300, 50 + noise(n, 3) % 20000
from generate_series(1, :products) n;

insert into orders
select
  n,
  skewed(n, 1, :customers),
  timestamptz '2024-01-01 00:00+00' + n * interval '730 days' / :orders + (noise(n, 2) % 86400) * interval '1 second',
  (array['delivered', 'delivered', 'delivered', 'delivered', 'sent', 'returned', 'open', 'cancelled'])[1 + noise(n, 3) % 8],
  jsonb_build_object(
    'channel', (array['web', 'app', 'phone', 'shop'])[skewed(n, 4, 4)],
    'campaign', noise(n, 5) % 50,
    'address', jsonb_build_object('street', 'Street ' || noise(n, 6) % 5000, 'zip', 10000 + noise(n, 7) % 89999),
    'tags', jsonb_build_array('tag' || noise(n, 8) % 20, 'tag' || noise(n, 9) % 20)
  ),
  'please ' || repeat(md5(n::text) || ' ', 4 + (noise(n, 10) % 12)::int)
from generate_series(1, :orders) n;

-- One to seven lines, most of the products sold being few.
insert into order_lines
select n, line, skewed(n * 8 + line, 1, :products), 1 + noise(n * 8 + line, 2) % 5, 50 + noise(n * 8 + line, 3) % 20000,
  case when noise(n * 8 + line, 4) % 5 = 0 then 10 else 0 end
from generate_series(1, :orders) n, lateral generate_series(1, 1 + (noise(n, 11) % 7)::int) line;

alter table orders add primary key (id);
create index orders_customer on orders (customer_id);
create index orders_ordered on orders (ordered);
alter table order_lines add primary key (order_id, line);
create index order_lines_product on order_lines (product_id);
