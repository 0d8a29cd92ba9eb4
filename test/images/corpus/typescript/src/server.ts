import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { parseName } from "./name.js";

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://service");
  if (pathname === "/health") response.end("ok");
  else if (pathname === "/about") {
    const typescript = existsSync("node_modules/typescript");
    response.end(JSON.stringify({ files: readdirSync("."), built: readdirSync("dist"), typescript }));
  } else response.end(`hello ${parseName(searchParams.get("name"))}`);
});
server.listen(Number(process.env["PORT"]));
process.on("SIGTERM", () => server.close());
