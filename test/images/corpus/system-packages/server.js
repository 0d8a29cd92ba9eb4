import { execFileSync } from "node:child_process";
import { createServer } from "node:http";

const server = createServer((request, response) => {
  if (request.url === "/health") return response.end("ok");
  response.end(execFileSync("jq", ["-n", "6 * 7"], { encoding: "utf8" }));
});
server.listen(process.env.PORT);
process.on("SIGTERM", () => server.close());
