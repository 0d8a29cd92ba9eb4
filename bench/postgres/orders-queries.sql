-- name: four-way join, rollup
select region, category, date_trunc('quarter', ordered, 'UTC') quarter, sum(quantity * l.price) cents, count(*)
from orders o
join customers c on c.id = o.customer_id
join order_lines l on l.order_id = o.id
join products p on p.id = l.product_id
where status <> 'cancelled'
group by rollup (region, category, date_trunc('quarter', ordered, 'UTC'))
order by region, category, quarter;

-- name: top products per category
select category, name, sold
from (
  select category, name, sold, row_number() over (partition by category order by sold desc, id) place
  from products
  join (select product_id, sum(quantity) sold from order_lines group by product_id) l on product_id = id
) ranked
where place <= 3
order by category, place;

-- name: lost customers
select region, count(*), min(name)
from customers c
where exists (select from orders o where o.customer_id = c.id and ordered < '2025-01-01 00:00+00')
  and not exists (
    select from orders o join order_lines l on l.order_id = o.id
    where o.customer_id = c.id and ordered >= '2025-03-01 00:00+00' and discount > 0
  )
group by region
order by region;

-- name: documents by week
select date_trunc('week', ordered, 'UTC') week, details ->> 'channel' channel, count(*),
  count(distinct details -> 'address' ->> 'zip') places
from orders
where (details ->> 'campaign')::int < 20 and details -> 'tags' ? 'tag7'
group by 1, 2
order by 1, 2;

-- name: baskets as text
select md5(string_agg(basket, ';' order by id))
from (
  select o.id, string_agg(p.name || ' x' || quantity, ', ' order by line) basket
  from orders o
  join order_lines l on l.order_id = o.id
  join products p on p.id = l.product_id
  where ordered >= '2025-06-01 00:00+00' and ordered < '2025-07-15 00:00+00'
  group by o.id
) baskets;

-- name: bought together
select one.product_id, other.product_id, count(*) times
from orders o
join order_lines one on one.order_id = o.id
join order_lines other on other.order_id = o.id and other.product_id > one.product_id
where ordered >= '2025-09-01 00:00+00' and ordered < '2025-11-01 00:00+00'
group by 1, 2
order by times desc, 1, 2
limit 20;

-- name: customers by worth
with worth as (
  select customer_id, sum(quantity * price * (100 - discount) / 100) cents, count(distinct order_id) orders
  from orders o join order_lines l on l.order_id = o.id
  group by customer_id
)
select tenth, count(*), sum(cents), sum(orders)
from (select cents, orders, ntile(10) over (order by cents, customer_id) tenth from worth) tenths
group by tenth
order by tenth;

-- name: last orders of some customers
select c.id, last.id, last.ordered, cents
from customers c
cross join lateral (select id, ordered from orders where customer_id = c.id order by ordered desc, id limit 5) last
cross join lateral (select sum(quantity * price) cents from order_lines where order_id = last.id) total
where c.id % 97 = 3
order by c.id, last.ordered desc, last.id;

-- name: unusually large orders
with totals as (
  select o.customer_id, o.id, sum(quantity * price) cents
  from orders o join order_lines l on l.order_id = o.id
  where ordered >= '2025-07-01 00:00+00'
  group by o.customer_id, o.id
)
select count(*), sum(t.cents)
from totals t
join (select customer_id, avg(cents) usual from totals group by customer_id) u using (customer_id)
where t.cents > 3 * usual;
