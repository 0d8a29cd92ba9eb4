"use strict";
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

exports.old = readFileSync(join(__dirname, "old.txt"), "utf8").trim();
