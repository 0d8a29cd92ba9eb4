import bcrypt from "bcrypt";
import { createServer } from "node:http";

createServer(async (request, response) => {
  if (request.url === "/health") return response.end("ok");
  response.end(String(await bcrypt.compare("secret", await bcrypt.hash("secret", 4))));
}).listen(process.env.PORT);
