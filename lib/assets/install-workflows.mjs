// Installs the workflows of a folder into a running n8n by its REST API and publishes them. Needs nothing but Node, repeats without harm.
//
//   N8N_URL                  where n8n answers, default http://127.0.0.1:5678
//   N8N_OWNER_EMAIL          the owner's account
//   N8N_OWNER_PASSWORD_FILE  a file with the password
//   WORKFLOWS_DIR            a folder with exported workflows, each with an id of its own
//   N8N_READY_TIMEOUT_MS     how long n8n may take until it's ready, default 180000
//
// Not the CLI: import:workflow deactivates what it imports, and its publish works after a restart only.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const url = (process.env.N8N_URL || "http://127.0.0.1:5678").replace(/\/+$/, "");
const webhookEndpoint = process.env.N8N_ENDPOINT_WEBHOOK || "webhook";
const requestTimeoutMs = 15_000;
const loginTimeoutMs = 75_000;
const loginPauseMs = 5_000;
const webhookTimeoutMs = 30_000;

let cookie = "";

try {
  const settings = readSettings();
  await waitUntilReady(settings.readyTimeoutMs);
  await logIn(settings);
  for (const { file, workflow } of settings.workflows) console.log(`${file}: ${await install(workflow)}`);
} catch (error) {
  console.error(`workflows not installed: ${error.message}`);
  process.exitCode = 1;
}

function readSettings() {
  const faults = [];
  const needed = (name) => process.env[name] || void faults.push(`${name} is not set`);
  const read = (path) => {
    try {
      return readFileSync(path, "utf8");
    } catch (error) {
      faults.push(`${path} can't be read (${error.code})`);
    }
  };

  const email = needed("N8N_OWNER_EMAIL");
  const passwordFile = needed("N8N_OWNER_PASSWORD_FILE");
  const folder = needed("WORKFLOWS_DIR");
  const password = passwordFile && read(passwordFile)?.trim();
  if (password === "") faults.push(`${passwordFile} is empty`);
  const readyTimeoutMs = Number(process.env.N8N_READY_TIMEOUT_MS || 180_000);
  if (!(readyTimeoutMs > 0))
    faults.push(`N8N_READY_TIMEOUT_MS: "${process.env.N8N_READY_TIMEOUT_MS}" is not a number of milliseconds`);
  const workflows = folder ? readWorkflows(folder, faults) : [];
  if (faults.length > 0) throw new Error(faults.join("; "));
  return { email, password, readyTimeoutMs, workflows };
}

function readWorkflows(folder, faults) {
  let files = [];
  try {
    files = readdirSync(folder)
      .filter((file) => file.endsWith(".json"))
      .sort();
    if (files.length === 0) faults.push(`${folder} has no .json file`);
  } catch (error) {
    faults.push(`${folder} can't be read (${error.code})`);
  }
  return files.map((file) => ({ file, workflow: readWorkflow(join(folder, file), faults) }));
}

function readWorkflow(path, faults) {
  try {
    const workflow = JSON.parse(readFileSync(path, "utf8"));
    // Without an id of its own a workflow couldn't be found again, and each start would add another one.
    for (const key of ["id", "name", "nodes", "connections"])
      if (!workflow[key]) faults.push(`${path}: "${key}" is missing`);
    return workflow;
  } catch (error) {
    faults.push(`${path}: ${error.message}`);
  }
}

/** /healthz answers while the database is still being migrated; only readiness means that the API works. */
async function waitUntilReady(timeoutMs) {
  let last = "";
  const ready = async () => {
    try {
      const { status } = await fetch(`${url}/healthz/readiness`, { signal: AbortSignal.timeout(5_000) });
      last = `it answered ${status}`;
      return status === 200;
    } catch (error) {
      last = error.cause?.code ?? error.message;
      return false;
    }
  };
  await until(ready, timeoutMs, () => `n8n at ${url} wasn't ready within ${timeoutMs / 1000} s (${last})`);
}

/** n8n limits how often an account may try to log in: that refusal (429) passes within a minute, a wrong password doesn't. */
async function logIn({ email, password }) {
  let last = "";
  const loggedIn = async () => {
    const response = await send("POST", "/rest/login", { emailOrLdapLoginId: email, password });
    last = `the owner ${email} can't log in (n8n answered ${response.status})`;
    if (response.status !== 429 && response.status < 500 && !response.ok) throw new Error(last);
    cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(";", 1)[0])
      .join("; ");
    return response.ok;
  };
  await until(loggedIn, loginTimeoutMs, () => last, loginPauseMs);
}

async function install(workflow) {
  const { id, name, nodes, connections, settings = {} } = workflow;
  const wanted = { name, nodes, connections, settings };
  const done = [];

  const address = `/rest/workflows/${encodeURIComponent(id)}`;
  const { exists } = await ask("GET", `${address}/exists`);
  let current = exists ? await ask("GET", address) : await ask("POST", "/rest/workflows", { id, ...wanted });
  if (!exists) done.push("created");
  else if (!contains(current, wanted)) {
    current = await ask("PATCH", address, wanted);
    done.push("updated");
  }

  // What is saved and what runs are two versions: an update takes effect when it's published.
  if (!current.active || current.activeVersionId !== current.versionId) {
    await ask("POST", `${address}/activate`, { versionId: current.versionId });
    done.push("published");
  }
  for (const webhook of webhooksOf(workflow)) await waitForWebhook(webhook);
  return `${name} (${id}) ${done.join(" and ") || "unchanged"}`;
}

function webhooksOf({ nodes }) {
  const webhooks = nodes.filter(({ type, disabled }) => type === "n8n-nodes-base.webhook" && !disabled);
  return webhooks.map(({ parameters }) => ({ path: parameters.path, method: parameters.httpMethod ?? "GET" }));
}

/** A preflight request asks which methods a path has and starts nothing; the Origin header makes n8n look it up. */
async function waitForWebhook({ path, method }) {
  const registered = async () => {
    const signal = AbortSignal.timeout(requestTimeoutMs);
    const headers = { origin: url, "access-control-request-method": method };
    const response = await fetch(`${url}/${webhookEndpoint}/${path}`, { method: "OPTIONS", headers, signal });
    return response.ok && (response.headers.get("access-control-allow-methods") ?? "").includes(method);
  };
  await until(
    registered,
    webhookTimeoutMs,
    () => `the webhook ${method} /${webhookEndpoint}/${path} wasn't registered within ${webhookTimeoutMs / 1000} s`,
  );
}

async function ask(method, path, body) {
  const response = await send(method, path, body);
  if (response.ok) return (await response.json()).data;
  throw new Error(`n8n refused ${method} ${path}: ${response.status} ${(await response.text()).slice(0, 300)}`);
}

function send(method, path, body) {
  const headers = { ...(cookie && { cookie }), ...(body && { "content-type": "application/json" }) };
  return fetch(url + path, {
    method,
    headers,
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
}

async function until(probe, timeoutMs, message, pauseMs = 300) {
  const giveUpAt = Date.now() + timeoutMs;
  while (!(await probe())) {
    if (Date.now() > giveUpAt) throw new Error(message());
    await sleep(pauseMs);
  }
}

/** n8n adds defaults of its own to what it stores, so only what the file says is compared. */
function contains(actual, wanted) {
  if (typeof wanted !== "object" || wanted === null) return actual === wanted;
  if (typeof actual !== "object" || actual === null) return false;
  if (Array.isArray(wanted) && actual.length !== wanted.length) return false;
  return Object.entries(wanted).every(([key, value]) => contains(actual[key], value));
}
