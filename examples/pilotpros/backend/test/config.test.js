import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readConfig } from "../src/config.js";

test("an empty environment is a working local development", () => {
  const config = readConfig({});
  assert.equal(config.port, 3001);
  assert.equal(config.host, "0.0.0.0");
  assert.equal(config.database.poolMax, 10);
  assert.equal(config.callbackUrl, "http://localhost:3001");
});

test("all faults are told at once, each with its name and what was found", () => {
  const env = {
    PORT: "none",
    PGPOOL_MAX: "1",
    AUTOMATION_URL: "automation:5678",
    LOG_LEVEL: "loud",
    PGPASSWORD_FILE: "/does/not/exist",
  };
  const expected = [
    /5 fault/,
    /PORT: "none"/,
    /PGPOOL_MAX: "1" .* from 2 to 200/,
    /AUTOMATION_URL: "automation:5678"/,
    /LOG_LEVEL: "loud"/,
    /PGPASSWORD_FILE: .*ENOENT/,
  ];
  for (const sentence of expected) assert.throws(() => readConfig(env), sentence);
});

test("the password file is trimmed, wins over PGPASSWORD and is read anew", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pilotpros-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "password");
  writeFileSync(file, "first\n");
  const { password } = readConfig({ PGPASSWORD_FILE: file, PGPASSWORD: "other" }).database;
  assert.equal(password(), "first");
  writeFileSync(file, "second\n");
  assert.equal(password(), "second");
});
