const { createServer } = require("node:http");

const server = createServer((request, response) => {
  response.end(request.url === "/health" ? "ok" : `plain, as ${process.getuid()}`);
});
server.listen(process.env.PORT);
process.on("SIGTERM", () => server.close());
