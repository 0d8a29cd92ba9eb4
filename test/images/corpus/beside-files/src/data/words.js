import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// Three ways in which a module finds what lies beside it.
export const words = readFileSync(new URL("./words.txt", import.meta.url), "utf8").trim();
export const { version } = createRequire(import.meta.url)("../../package.json");
