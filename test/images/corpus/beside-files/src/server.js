import { createServer } from "node:http";
import ms from "ms";
import { old } from "../lib/old.cjs";
import { version, words } from "./data/words.js";

const server = createServer((request, response) => {
  response.end(request.url === "/health" ? "ok" : [words, version, old, ms(60_000)].join(" "));
});
server.listen(process.env.PORT);
process.on("SIGTERM", () => server.close());
