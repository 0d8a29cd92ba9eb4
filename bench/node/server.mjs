// An endpoint that does what most do: it looks some things up among what is kept, makes new objects of them, and throws them away.

import { createServer } from "node:http";

const megabytes = Number(process.env.LIVE_MIB);
/** About a kilobyte each, as a service keeps sessions or a cache. */
const kept = Array.from({ length: megabytes * 1024 }, (_, id) => ({
  id,
  name: `item ${id}`,
  tags: Array.from({ length: 12 }, (_, tag) => `tag-${id}-${tag}`),
  price: { amount: id * 1.1, currency: "EUR" },
}));

/** 400 items, copied, sorted, grouped and written as JSON. */
function answer(seed) {
  const some = Array.from({ length: 400 }, (_, index) =>
    structuredCloneOf(kept[(seed * 7919 + index * 104_729) % kept.length]),
  );
  some.sort((one, other) => one.price.amount - other.price.amount);
  const groups = Object.groupBy(some, ({ id }) => `group ${id % 20}`);
  return JSON.stringify(groups);
}

const structuredCloneOf = (item) => JSON.parse(JSON.stringify(item));

let requests = 0;
createServer((request, response) => {
  if (request.url === "/stats") {
    const { user, system } = process.cpuUsage();
    return response.end(
      JSON.stringify({ cpuMs: (user + system) / 1000, peakMiB: process.resourceUsage().maxRSS / 1024 }),
    );
  }
  response.end(answer(requests++));
}).listen(3000);
