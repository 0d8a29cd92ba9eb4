// What a product may rely on in n8nio/n8n:2.41.1. Passes on the stand-in; meant to pass on the official image, too.

import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import {
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

const image = "n8nio/n8n:2.41.1";
const { start, network, volume, folder, clean } = bench();
const skip = unavailable(image) || unavailable("postgres:18.6-trixie") || unavailable("nginx:1.30.6-alpine");

/** bcrypt of "Passw0rd!", made for this test only. */
const ownerHash = "$2a$10$6wMisFeDOI.PsHoqBDYstOrbn/3RAosCzx/7jYoU/p5LrOszFqA1m";

/** What a proxy in front of n8n at /n8n/ must do: take the prefix away, and name the address that the browser sees. */
const proxy = `worker_processes 1; pid /tmp/nginx.pid; error_log stderr warn; events { worker_connections 64; }
http { access_log off;
  server { listen 8080;
    location /n8n/ {
      proxy_pass http://n8n:5678/;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header Forwarded "";
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $http_connection;
      proxy_read_timeout 300s;
    } } }`;

const node = (name, type, typeVersion, parameters, more = {}) => ({
  id: name,
  name,
  type: `n8n-nodes-base.${type}`,
  typeVersion,
  position: [0, 0],
  parameters,
  ...more,
});
const nodes = [
  node(
    "Webhook",
    "webhook",
    2,
    { path: "sum", httpMethod: "POST", responseMode: "responseNode" },
    { webhookId: "sum" },
  ),
  node("Code", "code", 2, {
    jsCode: "return [{ json: { sum: $input.first().json.body.a + $input.first().json.body.b } }];",
  }),
  node("Set", "set", 3.4, {
    assignments: {
      assignments: [
        {
          id: "t",
          name: "text",
          type: "string",
          value: "={{ $json.sum.toFixed(1) + ' ' + DateTime.fromMillis(0).toUTC().toFormat('yyyy') }}",
        },
      ],
    },
  }),
  node("Respond", "respondToWebhook", 1.1, { respondWith: "json", responseBody: "={{ $json }}" }),
];
const chain = Object.fromEntries(
  nodes
    .slice(0, -1)
    .map(({ name }, index) => [name, { main: [[{ node: nodes[index + 1].name, type: "main", index: 0 }]] }]),
);
const workflow = { name: "sum", nodes, connections: chain, settings: { executionOrder: "v1" } };

describe(image, { skip }, () => {
  let n8n, direct, front;
  const cookies = new Map();

  /** Speaks n8n's own REST interface as the logged-in owner. */
  async function rest(method, path, body, base = direct) {
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const response = await ask(`${base}${path}`, {
      method,
      headers: { "content-type": "application/json", cookie },
      body: body && JSON.stringify(body),
    });
    for (const line of response.headers.getSetCookie()) cookies.set(...line.split(";")[0].split(/=(.*)/, 2));
    const { status, text } = response;
    return { status, body: text.startsWith("{") ? JSON.parse(text) : text };
  }
  const webhook = async (base, body) => {
    const response = await ask(`${base}/webhook/sum`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return response.status === 200 ? JSON.parse(response.text) : undefined;
  };

  before(async () => {
    const net = network();
    const secrets = folder();
    chmodSync(secrets, 0o755);
    writeFileSync(join(secrets, "password"), "s3cret");
    writeFileSync(join(secrets, "key"), "0123456789abcdef0123456789abcdef");
    writeFileSync(join(secrets, "nginx.conf"), proxy);
    const shared = ["--network", net, "-v", `${secrets}:/run/secrets:ro`];
    start("postgres:18.6-trixie", [
      ...shared,
      "--network-alias",
      "db",
      "-e",
      "POSTGRES_PASSWORD_FILE=/run/secrets/password",
      "-e",
      "POSTGRES_DB=n8n",
    ]);
    const env = {
      DB_TYPE: "postgresdb",
      DB_POSTGRESDB_HOST: "db",
      DB_POSTGRESDB_DATABASE: "n8n",
      DB_POSTGRESDB_USER: "postgres",
      DB_POSTGRESDB_PASSWORD_FILE: "/run/secrets/password",
      N8N_ENCRYPTION_KEY_FILE: "/run/secrets/key",
      N8N_PATH: "/n8n/",
      N8N_PROXY_HOPS: "1",
      N8N_SECURE_COOKIE: "false",
      N8N_DIAGNOSTICS_ENABLED: "false",
      N8N_VERSION_NOTIFICATIONS_ENABLED: "false",
      N8N_TEMPLATES_ENABLED: "false",
      N8N_INSTANCE_OWNER_MANAGED_BY_ENV: "true",
      N8N_INSTANCE_OWNER_EMAIL: "owner@example.test",
      N8N_INSTANCE_OWNER_FIRST_NAME: "First",
      N8N_INSTANCE_OWNER_LAST_NAME: "Last",
      N8N_INSTANCE_OWNER_PASSWORD_HASH: ownerHash,
      NODE_OPTIONS: "--max-old-space-size=768",
    };
    const variables = Object.entries(env).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
    // One volume for the home folder: a new one takes the folder's owner, and ~/.cache (50 MB) stays out of memory.
    n8n = start(image, [
      ...hardened(1000),
      ...tmpfs("/tmp", "mode=1777"),
      "-v",
      `${volume()}:/home/node`,
      "--memory",
      "1536m",
      ...shared,
      "--network-alias",
      "n8n",
      ...variables,
      "-p",
      "127.0.0.1::5678",
    ]);
    direct = published(n8n, 5678);
    const nginx = start(
      "nginx:1.30.6-alpine",
      [
        ...hardened(101),
        ...tmpfs("/tmp", "mode=1777"),
        ...tmpfs("/var/cache/nginx", "uid=101,gid=101"),
        ...shared,
        "-p",
        "127.0.0.1::8080",
      ],
      ["nginx", "-c", "/run/secrets/nginx.conf", "-g", "daemon off;"],
    );
    front = `${published(nginx, 8080)}/n8n`;
    await until(
      "readiness",
      () =>
        ask(`${direct}/healthz/readiness`).then(
          (r) => r.status === 200,
          () => false,
        ),
      { seconds: 180, explain: () => logs(n8n) },
    );
  });
  after(clean);

  it("declares user, folder, port, entrypoint and environment", () => {
    const { Config } = inspect(image);
    assert.equal(Config.User, "node");
    assert.equal(Config.WorkingDir, "/home/node");
    assert.ok(Config.ExposedPorts["5678/tcp"]);
    assert.deepEqual(Config.Entrypoint, ["tini", "--", "/docker-entrypoint.sh"]);
    for (const entry of ["NODE_ENV=production", "N8N_RELEASE_TYPE=stable"])
      assert.ok(Config.Env.includes(entry), entry);
    const shell = (command) => runOnce(image, ["--entrypoint", "sh"], ["-c", command]);
    assert.equal(
      shell("id -u; id -un; node -p process.versions.node; n8n --version").output,
      "1000\nnode\n24.21.0\n2.41.1",
    );
    assert.equal(shell("command -v wget && stat -c %u /home/node/.n8n").output.split("\n").at(-1), "1000");
    for (const tool of ["curl", "python3", "bash", "apt-get", "gcc"])
      assert.notEqual(shell(`command -v ${tool}`).status, 0, tool);
    assert.equal(runOnce(image, [], ["--version"]).output, "2.41.1", "arguments are for n8n");
  });

  it("is healthy by wget, hardened, as 1000 on a read-only root", () => {
    assert.match(docker("exec", n8n, "wget", "-q", "-O", "-", "http://127.0.0.1:5678/healthz"), /"ok"/);
  });

  it("lets the owner of the environment log in, and nobody else", async () => {
    const wrong = await rest("POST", "/rest/login", {
      emailOrLdapLoginId: "owner@example.test",
      password: "Passw0rd?",
    });
    assert.equal(wrong.status, 401);
    // The owner is written shortly after readiness.
    const login = await until("login", async () => {
      const answer = await rest("POST", "/rest/login", {
        emailOrLdapLoginId: "owner@example.test",
        password: "Passw0rd!",
      });
      return answer.status === 200 && answer;
    });
    assert.equal(login.body.data.role, "global:owner");
    assert.equal((await ask(`${direct}/rest/workflows`)).status, 401);
    assert.equal((await ask(`${direct}/api/v1/workflows`)).status, 401, "the public API is there and asks for a key");
  });

  it("creates, activates, runs, changes and lists a workflow by REST", async () => {
    const created = await rest("POST", "/rest/workflows", workflow);
    assert.equal(created.status, 200);
    const { id, versionId } = created.body.data;
    const active = await rest("POST", `/rest/workflows/${id}/activate`, { versionId });
    assert.equal(active.status, 200);
    assert.equal(active.body.data.active, true);
    const reply = await until("the webhook", () => webhook(direct, { a: 20, b: 1 }), { explain: () => logs(n8n) });
    assert.deepEqual(reply, { text: "21.0 1970" }, "code node, expression and date library");

    const changed = {
      ...workflow,
      nodes: nodes.map((item) =>
        item.name === "Code" ? { ...item, parameters: { jsCode: "return [{ json: { sum: 7 } }];" } } : item,
      ),
      versionId,
    };
    const update = await rest("PATCH", `/rest/workflows/${id}`, changed);
    assert.equal(update.status, 200);
    assert.notEqual(update.body.data.versionId, versionId);
    assert.deepEqual(
      await webhook(direct, { a: 20, b: 1 }),
      { text: "21.0 1970" },
      "a saved version isn't the active one",
    );
    const again = await rest("POST", `/rest/workflows/${id}/activate`, { versionId: update.body.data.versionId });
    assert.equal(again.status, 200);
    await until("the new version", async () => (await webhook(direct, { a: 1, b: 1 }))?.text === "7.0 1970");

    const list = await rest("GET", "/rest/workflows");
    assert.equal(list.body.count, 1);
    assert.equal(list.body.data[0].activeVersionId, update.body.data.versionId);
    await wait(500);
    const executions = await rest("GET", "/rest/executions");
    assert.ok(executions.body.data.count > 0);
  });

  it("behind a proxy at /n8n/ that takes the prefix away: editor, assets, types, REST, webhook and push", async () => {
    const page = (await ask(`${front}/`, { headers: { accept: "text/html" } })).text;
    const scripts = [...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map((match) => match[1]);
    assert.ok(scripts.length > 0);
    for (const path of scripts) {
      assert.match(path, /^\/n8n\//);
      assert.equal((await ask(new URL(path, front))).status, 200, path);
    }
    assert.equal((await rest("GET", "/types/nodes.json", undefined, front)).status, 200);
    assert.equal((await rest("GET", "/rest/workflows", undefined, front)).status, 200);
    assert.deepEqual(await webhook(front, { a: 1, b: 1 }), { text: "7.0 1970" });
    assert.equal(await push(`${front}/rest/push?pushRef=test`, new URL(front).origin), 101);
    assert.equal(await push(`${front}/rest/push?pushRef=test`, "http://elsewhere.test"), "refused");
  });

  it("stops cleanly within its grace", () => {
    const { code, ms } = stop(n8n, 40);
    assert.equal(code, 0);
    assert.ok(ms < 35_000);
  });

  /** Opens a WebSocket; 101 when it is open and stays so for a moment, else the status or "refused". */
  function push(url, origin) {
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const headers = {
      cookie,
      origin,
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
    };
    return new Promise((resolve, reject) => {
      const sent = request(url, { headers });
      sent.on("response", (response) => (response.resume(), resolve(response.statusCode)));
      sent.on("error", reject);
      sent.on("upgrade", (response, socket, head) => {
        const done = (verdict) => (socket.destroy(), resolve(verdict));
        const look = (frames) => frames.includes("Invalid origin!") && done("refused");
        look(head);
        socket.on("data", look);
        setTimeout(() => done(response.statusCode), 1000);
      });
      sent.end();
    });
  }
});
