import express from "express";
import { existsSync, readdirSync, readFileSync } from "node:fs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const app = express();
app.use(express.static("public"));
app.get("/health", (_request, response) => {
  response.send("ok");
});
// What a test asks to see what the image holds.
app.get("/about", (_request, response) => {
  response.json({
    version,
    greeting: process.env.GREETING,
    files: readdirSync("."),
    nodemon: existsSync("node_modules/nodemon"),
  });
});
const server = app.listen(process.env.PORT);
process.on("SIGTERM", () => server.close());
