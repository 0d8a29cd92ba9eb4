import express from "express";
import { existsSync } from "node:fs";

const app = express();
app.get("/health", (_request, response) => response.send("ok"));
app.get("/tasks", (_request, response) => response.json([{ title: "sweep" }]));
app.get("/about", (_request, response) => response.json({ nodemon: existsSync("node_modules/nodemon") }));
app.listen(process.env.PORT);
