import Fastify from "fastify";
import { existsSync } from "node:fs";
import { orders } from "./orders.js";

const server = Fastify();
server.get("/health", () => "ok");
server.get("/orders", () => orders);
// What a test asks to see what the image holds.
server.get("/about", () => ({ typescript: existsSync("node_modules/typescript"), sources: existsSync("src") }));
await server.listen({ host: "0.0.0.0", port: Number(process.env.PORT) });
process.on("SIGTERM", () => void server.close());
