const { createServer } = require("node:http");
const ms = require("ms");

const server = createServer((request, response) => response.end(request.url === "/health" ? "ok" : ms(60_000)));
server.listen(process.env.PORT);
process.on("SIGTERM", () => server.close());
