import { createServer } from "node:http";

createServer((request, response) => response.end(request.url === "/health" ? "ok" : "orders")).listen(3001);
