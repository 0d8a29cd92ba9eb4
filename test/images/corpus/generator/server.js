const { createServer } = require("node:http");
const { existsSync } = require("node:fs");
const ms = require("ms");
const { Parcel } = require("./parcel.js");

createServer((request, response) => {
  if (request.url === "/health") return response.end("ok");
  const { to } = Parcel.decode(Parcel.encode({ to: "Ada" }).finish());
  response.end(`${to}, patched: ${ms.patched}, generator: ${existsSync("node_modules/patch-package")}`);
}).listen(process.env.PORT);
