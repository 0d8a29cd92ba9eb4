// What a product may rely on in node:24.21.0-alpine3.24. Passes on the stand-in; meant to pass on the official image, too.

import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { bench, hardened, inspect, runOnce, stop, tmpfs, unavailable } from "./container.mjs";

const image = "node:24.21.0-alpine3.24";
const { folder, start, clean } = bench();
const shell = (script, args = []) => runOnce(image, args, ["sh", "-c", script]);

describe(image, { skip: unavailable(image) }, () => {
  after(clean);

  it("declares entrypoint, command and the version that it has; has the user", () => {
    const { Config } = inspect(image);
    assert.deepEqual(Config.Entrypoint, ["docker-entrypoint.sh"]);
    assert.deepEqual(Config.Cmd, ["node"]);
    const version = runOnce(image, [], ["-p", "process.versions.node"]).output;
    assert.match(version, /^24\./);
    assert.ok(Config.Env.includes(`NODE_VERSION=${version}`));
    assert.equal(Config.User ?? "", "");
    assert.match(runOnce(image, [], ["id", "node"]).output, /^uid=1000\(node\) gid=1000\(node\)/);
    assert.equal(
      shell("cd && pwd && touch x && command -v node && command -v npm", ["--user", "node"]).output,
      "/home/node\n/usr/local/bin/node\n/usr/local/bin/npm",
    );
  });

  it("says Alpine to those that ask which prebuilt parts it takes: no glibc", () => {
    assert.match(
      shell(". /etc/os-release && echo $ID $VERSION_ID && cat /etc/alpine-release").output,
      /^alpine 3\.24\.\d+\n3\.24/,
    );
    const asked =
      "process.report.getReport().header.glibcVersionRuntime ?? process.report.getReport().sharedObjects.join()";
    assert.match(runOnce(image, [], ["-p", asked]).output, /ld-musl/);
    const { output } = shell("ldd /usr/local/bin/node");
    assert.match(output, /libstdc\+\+\.so\.6 => \/usr\/lib\/libstdc\+\+\.so\.6/);
    assert.doesNotMatch(output, /not found|linux-gnu/);
  });

  it("holds npm 11, npx, yarn, corepack and wget; no bash, curl, python, git, compiler or apt", () => {
    assert.match(runOnce(image, [], ["npm", "-v"]).output, /^11\./);
    assert.match(runOnce(image, [], ["yarn", "-v"]).output, /^1\.22\./);
    for (const tool of ["npx", "corepack", "wget"]) assert.equal(shell(`command -v ${tool}`).status, 0, tool);
    for (const tool of ["bash", "curl", "python3", "gcc", "make", "git", "apt-get"])
      assert.notEqual(shell(`command -v ${tool}`).status, 0, tool);
  });

  it("has busybox as its shell, which knows what generated Dockerfiles ask of it", () => {
    assert.match(runOnce(image, [], ["readlink", "-f", "/bin/sh"]).output, /\/bin\/busybox$/);
    const made = `set -e; mkdir -p /a/b/node_modules/x /a/c /r /s /t; cd /a; touch old; touch -d @0 old; touch c/new c/new.map; ln -s new c/link
      find . -path './c/*' ! -name '*.map' ! -type d -newer old -exec cp -a --parents -t /r {} +
      find . -name node_modules -prune -exec cp -a --parents {} /s \\;
      find . -mindepth 1 -maxdepth 1 ! -name old -exec mv -t /t {} +
      find /t -name '*.map' -exec rm {} +
      find /t -exec touch -h -d @499162500 {} +
      stat -c '%n %Y' /t/c /t/c/link; find /a /r /s /t ! -type d | sort; ls /s/b/node_modules`;
    assert.equal(
      shell(made).output,
      "/t/c 499162500\n/t/c/link 499162500\n/a/old\n/r/c/link\n/r/c/new\n/t/c/link\n/t/c/new\nx",
    );
  });

  it("the entrypoint hands flags and scripts to node, and runs commands as they are", () => {
    assert.match(runOnce(image, [], ["--version"]).output, /^v24\./);
    assert.equal(shell("echo shell").output, "shell");
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
    assert.match(runOnce(image, [...args, "-e", "npm_config_cache=/tmp/npm"], ["npm", "-v"]).output, /^11\./);
  });

  it("ends at once under the engine's init, which is not of its C library", () => {
    const id = start(image, [...hardened(1000), "--init"], ["node", "-e", "setInterval(() => {}, 1000)"]);
    const { ms, code } = stop(id);
    assert.ok(ms < 5000, `${ms} ms`);
    assert.equal(code, 143);
  });

  it("finds others by name on a network, as its C library does it", () => {
    const asked = "require('dns').lookup('localhost', (e, a) => console.log(e?.code ?? a))";
    assert.match(runOnce(image, [], ["-e", asked]).output, /^(127\.0\.0\.1|::1)$/);
  });
});
