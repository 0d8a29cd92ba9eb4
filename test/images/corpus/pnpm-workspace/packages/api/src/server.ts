import { serve } from "@hono/node-server";
import { priceOf } from "@shop/prices";
import { Hono } from "hono";
import { existsSync, readdirSync } from "node:fs";

const app = new Hono();
app.get("/health", (context) => context.text("ok"));
app.get("/price", (context) => context.text(priceOf(3)));
app.get("/about", (context) =>
  context.json({
    packages: readdirSync(".."),
    files: readdirSync("."),
    typescript: existsSync("../../node_modules/typescript"),
  }),
);
serve({ fetch: app.fetch, port: Number(process.env.PORT) });
