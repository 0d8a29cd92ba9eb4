// Imports what a usual service does, and uses a little of each: a start then costs what such a start costs.
const axios = require("axios");
const compression = require("compression");
const dayjs = require("dayjs");
const express = require("express");
const helmet = require("helmet");
const Redis = require("ioredis");
const jwt = require("jsonwebtoken");
const lodash = require("lodash");
const { Pool } = require("pg");
const metrics = require("prom-client");
const { z } = require("zod");

metrics.collectDefaultMetrics();
const Order = z.object({ id: z.coerce.number().int().positive(), at: z.string() });
const pool = new Pool({ max: 2 });
const cache = new Redis({ lazyConnect: true });
const app = express();
app.use(helmet(), compression(), express.json());
app.get("/health", (_request, response) => {
  response.json({ ok: true, waiting: pool.waitingCount, cache: cache.status });
});
app.get("/orders/:id", (request, response) => {
  const order = Order.parse({ id: request.params.id, at: dayjs(0).toISOString() });
  response.json({ ...lodash.pick(order, "id"), token: jwt.sign(order, "for the benchmark only"), via: axios.VERSION });
});
const server = app.listen(process.env.PORT ?? 3000);
process.on("SIGTERM", () => server.close(() => process.exit(0)));
