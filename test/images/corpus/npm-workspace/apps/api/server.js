const { nextDay } = require("@clinic/calendar");
const express = require("express");
const { existsSync, readdirSync } = require("node:fs");

const app = express();
app.get("/health", (_request, response) => response.send("ok"));
app.get("/next", (request, response) => response.send(nextDay(request.query.day)));
app.get("/about", (_request, response) =>
  response.json({
    apps: readdirSync(".."),
    nodemon: existsSync("../../node_modules/nodemon"),
    lodash: existsSync("../../node_modules/lodash"),
  }),
);
app.listen(process.env.PORT);
