// What a product may rely on in node:24.21.0-slim. Passes on the stand-in; meant to pass on the official image, too.

import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { bench, hardened, inspect, runOnce, tmpfs, unavailable } from "./container.mjs";

const image = "node:24.21.0-slim";
const { folder, clean } = bench();

describe(image, { skip: unavailable(image) }, () => {
  after(clean);

  it("declares entrypoint, command and versions; has the user", () => {
    const { Config } = inspect(image);
    assert.deepEqual(Config.Entrypoint, ["docker-entrypoint.sh"]);
    assert.deepEqual(Config.Cmd, ["node"]);
    assert.ok(Config.Env.includes("NODE_VERSION=24.21.0"));
    assert.equal(Config.User ?? "", "");
    assert.match(runOnce(image, [], ["id", "node"]).output, /^uid=1000\(node\) gid=1000\(node\)/);
    assert.equal(
      runOnce(image, ["--user", "node"], ["sh", "-c", "cd && pwd && touch x && command -v node"]).output,
      "/home/node\n/usr/local/bin/node",
    );
  });

  it("holds npm 11, npx, yarn and corepack; no curl, wget, python, git or compiler", () => {
    assert.match(runOnce(image, [], ["npm", "-v"]).output, /^11\./);
    for (const tool of ["npx", "yarn", "corepack", "bash"])
      assert.equal(runOnce(image, [], ["sh", "-c", `command -v ${tool}`]).status, 0, tool);
    for (const tool of ["curl", "wget", "python3", "gcc", "make", "git"])
      assert.notEqual(runOnce(image, [], ["sh", "-c", `command -v ${tool}`]).status, 0, tool);
  });

  it("the entrypoint hands flags and scripts to node, and runs commands as they are", () => {
    assert.equal(runOnce(image, [], ["-p", "process.versions.node"]).output, "24.21.0");
    assert.equal(runOnce(image, [], ["--version"]).output, "v24.21.0");
    assert.equal(runOnce(image, [], ["sh", "-c", "echo shell"]).output, "shell");
  });

  it("hardened, as 1000 on a read-only root: a script with TLS roots, time zones, full locale data and npm", () => {
    const app = folder();
    chmodSync(app, 0o755);
    const script = `const { rootCertificates } = require("tls");
      console.log(process.getuid(), rootCertificates.length > 100, new Intl.DateTimeFormat("de", { timeZone: "Europe/Rome", month: "long" }).format(new Date(0)),
        require("zlib").zstdCompressSync("x").length > 0);`;
    writeFileSync(join(app, "server.js"), script);
    const args = [...hardened(1000), ...tmpfs("/tmp"), "-v", `${app}:/app:ro`, "-w", "/app"];
    assert.equal(runOnce(image, args, ["server.js"]).output, "1000 true Januar true");
    assert.equal(runOnce(image, args, ["node", "/app/server.js"]).output, "1000 true Januar true");
    assert.match(runOnce(image, [...args, "-e", "npm_config_cache=/tmp/npm"], ["npm", "-v"]).output, /^11\./);
  });
});
