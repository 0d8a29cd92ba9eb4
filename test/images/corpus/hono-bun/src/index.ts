import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { existsSync } from "node:fs";

const app = new Hono();
app.get("/health", (context) => context.text("ok"));
app.get("/links", (context) => context.json([{ to: "/health" }]));
app.get("/about", (context) => context.json({ typescript: existsSync("node_modules/typescript") }));
serve({ fetch: app.fetch, port: Number(process.env.PORT) });
