import type { Start } from "../application/start-command";
import { exec, type Stage } from "./instructions";

/** Where the script lies in the context. */
export const warmUpFile = "warm-up.cjs";

/** Where the image keeps what was compiled. */
export const compileCacheFolder = "/compile-cache";

/**
 * Ends the program as soon as it listens, and lets Node write what it compiled till then. Written at a normal end only, so
 * a program that lacks its database here, or a variable, is ended normally too: what it had loaded is worth keeping.
 */
export const warmUpScript = `const { flushCompileCache } = require("node:module");
const { Server } = require("node:net");

process.env.PORT ??= "3000";
let missing = false;
const end = (why) => {
  console.log("warm-up: " + why);
  process.exit(0);
};
const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
  // Some more is compiled just after.
  this.once("listening", () => setTimeout(end, 200, "it listened"));
  return listen.apply(this, args);
};
const failed = (error) => {
  console.log("warm-up: it ended before it listened: " + (error?.stack ?? error));
  // What is missing here is missing wherever the image runs.
  missing = /MODULE_NOT_FOUND|Dynamic require of/.test(error?.code + error?.message);
  process.exit();
};
process.on("uncaughtException", failed);
process.on("unhandledRejection", failed);
process.on("exit", () => {
  flushCompileCache();
  process.exitCode = missing ? 1 : 0;
});
setTimeout(end, 20_000, "it did not listen within 20 s").unref();
`;

/**
 * The cache's folder is keyed by the user's id: one that root warmed is silently not used by another (measured, Node 22 to
 * 26). So the image starts once as it will run, with neither network names nor secrets of its deployment.
 */
export const warmUpStage = (program: string, { command }: Start): Stage => ({
  comment: "What Node compiles at a start, by the user it will run as: the cache is of no use to any other.",
  from: program,
  as: "warmed-up",
  lines: [
    `ENV NODE_COMPILE_CACHE="/tmp${compileCacheFolder}"`,
    [
      `RUN --mount=type=bind,source=${warmUpFile},target=/${warmUpFile}`,
      exec(["node", "--require", `/${warmUpFile}`, ...command.slice(1)]),
    ].join(" \\\n    "),
  ],
});
