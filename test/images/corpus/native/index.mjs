import { hash, compare } from "bcrypt";
import { createServer } from "node:http";

const kept = await hash("secret", 4);
const server = createServer(async (request, response) => {
  response.end(request.url === "/health" ? "ok" : String(await compare("secret", kept)));
});
server.listen(process.env.PORT);
process.on("SIGTERM", () => server.close());
