import { createServer, type ServerResponse } from "node:http";
import { greeting } from "./greeting.ts";

createServer((request, response: ServerResponse) => {
  response.end(request.url === "/health" ? "ok" : greeting("Ada"));
}).listen(process.env.PORT);
