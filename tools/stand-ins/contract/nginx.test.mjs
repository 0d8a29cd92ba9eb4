// What a product may rely on in nginx:1.30.6-alpine. Passes on the stand-in; meant to pass on the official image, too.

import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import {
  answer,
  ask,
  bench,
  docker,
  hardened,
  inspect,
  logs,
  published,
  runOnce,
  stop,
  tmpfs,
  unavailable,
  until,
} from "./container.mjs";

const image = "nginx:1.30.6-alpine";
const { start, folder, clean } = bench();

describe(image, { skip: unavailable(image) }, () => {
  after(clean);

  it("declares entrypoint, command, port and signal; has the user and the layout", () => {
    const { Config } = inspect(image);
    assert.deepEqual(Config.Entrypoint, ["/docker-entrypoint.sh"]);
    assert.deepEqual(Config.Cmd, ["nginx", "-g", "daemon off;"]);
    assert.deepEqual(Config.ExposedPorts, { "80/tcp": {} });
    assert.equal(Config.StopSignal, "SIGQUIT");
    assert.match(runOnce(image, [], ["id", "nginx"]).output, /^uid=101\(nginx\) gid=101\(nginx\)/);
    for (const path of [
      "/etc/nginx/nginx.conf",
      "/etc/nginx/conf.d/default.conf",
      "/etc/nginx/mime.types",
      "/usr/share/nginx/html/index.html",
      "/var/cache/nginx",
      "/docker-entrypoint.d",
    ])
      assert.equal(runOnce(image, [], ["test", "-e", path]).status, 0, path);
  });

  it("holds busybox's sh and wget, no bash, no brotli", () => {
    assert.equal(
      runOnce(image, [], ["sh", "-c", "command -v wget && command -v sed && command -v envsubst"]).status,
      0,
    );
    assert.notEqual(runOnce(image, [], ["sh", "-c", "command -v bash"]).status, 0);
    assert.notEqual(runOnce(image, [], ["sh", "-c", "ls /usr/lib/nginx/modules/*brotli*"]).status, 0);
    const build = runOnce(image, [], ["nginx", "-V"]).output;
    for (const part of [
      "http_ssl",
      "http_v2",
      "http_gzip_static",
      "http_stub_status",
      "http_realip",
      "http_auth_request",
      "http_gunzip",
    ])
      assert.match(build, new RegExp(`--with-${part}_module`));
  });

  it("as root with nothing set: serves the default page, workers step down, logs to the console", async () => {
    const id = start(image, ["-p", "127.0.0.1::80"]);
    const page = await answer(published(id, 80), id);
    assert.equal(page.status, 200);
    assert.match(page.text, /nginx/);
    assert.match(docker("top", id, "-o", "pid,uid,args"), /^\s*\d+\s+101\s+nginx: worker/m);
    await until("the access log", () => /"GET \/ HTTP\/1\.1" 200/.test(logs(id)));
    assert.equal(stop(id).code, 0);
  });

  it("hardened, as 101 on a read-only root: a mounted configuration, static gzip, reload, graceful stop", async () => {
    const conf = folder();
    const page = folder();
    [conf, page].forEach((path) => chmodSync(path, 0o755));
    const write = (port) =>
      writeFileSync(
        join(conf, "nginx.conf"),
        `worker_processes 1; pid /tmp/nginx.pid; error_log stderr notice; events { worker_connections 64; }
         http { include /etc/nginx/mime.types; access_log /dev/stdout; gzip_static on; client_max_body_size 4m;
           server { listen 8080; http2 on; server_name ${port}; root /srv/page;
             location = /status { stub_status; } location = /name { return 200 ${port}; }
             location /up { proxy_pass http://127.0.0.1:8080/name; } } }`,
      );
    write("before");
    writeFileSync(join(page, "a.css"), "body{}");
    writeFileSync(join(page, "a.css.gz"), gzipSync("packed{}"));
    const id = start(
      image,
      [
        ...hardened(101),
        ...tmpfs("/tmp", "mode=1777"),
        ...tmpfs("/var/cache/nginx", "uid=101,gid=101"),
        "-v",
        `${conf}:/srv/conf:ro`,
        "-v",
        `${page}:/srv/page:ro`,
        "-p",
        "127.0.0.1::8080",
      ],
      ["nginx", "-c", "/srv/conf/nginx.conf", "-g", "daemon off;"],
    );
    const url = published(id, 8080);
    await answer(`${url}/name`, id);
    const css = await ask(`${url}/a.css`, { headers: { "accept-encoding": "identity" } });
    assert.match(css.headers.get("content-type"), /^text\/css/);
    assert.equal(css.text, "body{}");
    assert.equal((await ask(`${url}/a.css`, { headers: { "accept-encoding": "gzip" } })).text, "packed{}");
    assert.match(docker("exec", id, "wget", "-q", "-O", "-", "http://127.0.0.1:8080/status"), /Active connections/);
    const big = await ask(`${url}/up`, { method: "POST", body: Buffer.alloc(2_000_000) });
    assert.equal(big.status, 200, "a large body goes through the temporary folder");
    write("after");
    docker("kill", "--signal", "HUP", id);
    await until("the new configuration", async () => (await ask(`${url}/name`)).text === "after");
    const stopped = stop(id);
    assert.equal(stopped.code, 0);
    assert.match(logs(id), /gracefully shutting down|signal 3 \(SIGQUIT\)/);
  });

  it("runs what lies in /docker-entrypoint.d and fills templates from the environment", async () => {
    const templates = folder();
    const scripts = folder();
    [templates, scripts].forEach((path) => chmodSync(path, 0o755));
    mkdirSync(join(templates, "deep"));
    writeFileSync(
      join(templates, "default.conf.template"),
      "server { listen 80; location = / { return 200 '${GREETING} $request_method ${FROM_ENVSH}'; } }",
    );
    writeFileSync(join(scripts, "12-more.envsh"), "export FROM_ENVSH=sourced\n", { mode: 0o755 });
    const id = start(image, [
      "-e",
      "GREETING=hello",
      "-v",
      `${templates}:/etc/nginx/templates:ro`,
      "-v",
      `${scripts}/12-more.envsh:/docker-entrypoint.d/12-more.envsh:ro`,
      "-p",
      "127.0.0.1::80",
    ]);
    const reply = await answer(published(id, 80), id);
    assert.equal(reply.text, "hello GET sourced");
  });
});
