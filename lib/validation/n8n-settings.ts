import type { N8nEngineArgs } from "../components/n8n-engine";
import { n8nConfigNames, n8nNamesElsewhere, n8nNamesOf, n8nPlainNames } from "../tuning/n8n-names";
import type { BrokenPromise } from "../tuning/setting";
import type { Checks } from "./checks";
import { nearestName } from "./nearest";
import { checkNodeFlags } from "./node-flags";

/** Read by Node and by libraries that every program of it shares. */
const nodeNames = [
  "ALL_PROXY",
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "NODE_ENV",
  "NODE_EXTRA_CA_CERTS",
  "NODE_OPTIONS",
  "NODE_TLS_REJECT_UNAUTHORIZED",
  "NO_PROXY",
  "TZ",
  "UV_THREADPOOL_SIZE",
];

/** Names whose content n8n also takes from the file that NAME_FILE names. */
const fromFiles = new Set([...n8nConfigNames, ...Object.keys(n8nNamesElsewhere)]);
const known = new Set([...fromFiles, ...Object.keys(n8nPlainNames), ...nodeNames]);

/** Names that guides and other projects write and that nothing reads, or no longer. */
const meant: Record<string, string> = {
  N8N_CONCURRENCY: "N8N_CONCURRENCY_PRODUCTION_LIMIT",
  N8N_EXECUTION_PROCESS: "nothing: every execution runs in main or in a worker",
  EXECUTIONS_PROCESS: "nothing: every execution runs in main or in a worker",
  DB_POSTGRESDB_POOL_CONNECTION_TIMEOUT: "DB_POSTGRESDB_CONNECTION_TIMEOUT",
  DB_POSTGRESDB_SSL: "DB_POSTGRESDB_SSL_ENABLED",
  N8N_BINARY_DATA_BUFFER_SIZE: "N8N_DEFAULT_BINARY_DATA_MODE",
  N8N_AVAILABLE_BINARY_DATA_MODES: "N8N_DEFAULT_BINARY_DATA_MODE",
  N8N_RUNNERS_ENABLED: "nothing: runners are always used from n8n 2 on",
  N8N_RUNNERS_MAX_PAYLOAD_SIZE: "N8N_RUNNERS_MAX_PAYLOAD",
  N8N_WEBHOOK_TIMEOUT: "EXECUTIONS_TIMEOUT",
  N8N_NATIVE_PYTHON_RUNNER: "N8N_PYTHON_ENABLED",
  QUEUE_WORKER_MAX_STALLED_COUNT: "QUEUE_WORKER_STALLED_INTERVAL",
  N8N_BASIC_AUTH_ACTIVE: "nothing: the owner's account guards the editor",
  N8N_BASIC_AUTH_USER: "nothing: the owner's account guards the editor",
  N8N_BASIC_AUTH_PASSWORD: "nothing: the owner's account guards the editor",
};

/** What the component sets itself, and by which argument. */
const own: [pattern: RegExp, remedy: string][] = [
  [
    /^DB_TYPE$|^DB_POSTGRESDB_(?:HOST|PORT|DATABASE|USER|PASSWORD)(?:_FILE)?$/,
    "leave it out; it follows from database",
  ],
  [/^DB_POSTGRESDB_POOL_SIZE$/, "leave it out; it follows from the pool of the database's client"],
  [/^N8N_ENCRYPTION_KEY(?:_FILE)?$/, "leave it out; write encryptionKey"],
  [/^N8N_INSTANCE_OWNER_/, "leave it out; write owner"],
  [
    /^(?:N8N_HOST|N8N_PROTOCOL|N8N_PATH|N8N_EDITOR_BASE_URL|N8N_WEBHOOK_URL|WEBHOOK_URL)$/,
    "leave it out; write publicUrl",
  ],
  [/^N8N_USER_FOLDER$/, "leave it out; the data volume is there"],
  [/^(?:N8N_PORT|N8N_LISTEN_ADDRESS|N8N_ENDPOINT_HEALTH)$/, "leave it out; the health check and the routes rely on it"],
  [/^EXECUTIONS_MODE$/, "leave it out; queue mode needs processes that this component doesn't start"],
  [/^N8N_PAYLOAD_SIZE_MAX$/, "leave it out; write payload"],
];

/** Ends of names whose values are secret; what carries such a name and isn't one. */
const secretEnd =
  /(?:PASSWORD|_PASS|SECRET|TOKEN|_KEY|PASSWORD_HASH|_CERT|CONNECTION_STRING|DATABASE_URL|OVERWRITE_DATA)$/;
const notSecret = ["N8N_SSL_KEY", "N8N_SSL_CERT", "DB_POSTGRESDB_SSL_CERT"];

/** The variables given by n8n's own names. What n8n would ignore without a word is a broken promise: somebody relies on it. */
export function checkN8nSettings(checks: Checks, { settings = {}, secrets = {} }: N8nEngineArgs): BrokenPromise[] {
  for (const [name, value] of Object.entries(settings)) {
    const path = `settings.${name}`;
    const ours = own.find(([pattern]) => pattern.test(name));
    if (value === undefined) checks.add(path, "is missing", "write a value, or leave the variable out");
    else if (ours !== undefined) checks.add(path, "is set by the component", ours[1]);
    else if (name === "NODE_OPTIONS") checkNodeFlags(checks, path, value.split(" ").filter(Boolean), 24);
    else if (secretEnd.test(name) && !notSecret.includes(name))
      checks.add(
        path,
        "is read by everybody who may ask the engine",
        `write it in secrets: n8n then reads it from a file`,
      );
    else if (name in secrets) checks.add(path, "is among the secrets too, and this one would win", "leave it out");
  }
  for (const [name, value] of Object.entries(secrets)) {
    const path = `secrets.${name}`;
    const ours = own.find(([pattern]) => pattern.test(name));
    if (value === undefined) checks.add(path, "is missing", "write a value, or leave the secret out");
    else if (ours !== undefined) checks.add(path, "is set by the component", ours[1]);
    else if (!fromFiles.has(name)) {
      const problem = `is no variable that n8n ${n8nNamesOf} reads from a file`;
      checks.add(path, problem, suggestion(name, fromFiles));
    }
  }
  return Object.keys(settings)
    .filter(
      (name) =>
        !known.has(name) && !known.has(name.replace(/_FILE$/, "")) && !own.some(([pattern]) => pattern.test(name)),
    )
    .map((name) => ({
      promise: "names",
      path: `settings.${name}`,
      problem: `is no variable that n8n ${n8nNamesOf} reads: it would be ignored without a word`,
      remedy: suggestion(name, known),
    }));
}

function suggestion(name: string, names: ReadonlySet<string>): string {
  const instead = meant[name];
  if (instead?.startsWith("nothing")) return `leave it out (${instead.replace("nothing: ", "")})`;
  const nearest = instead ?? nearestName(name, names);
  return nearest === undefined ? "leave it out" : `did you mean ${nearest}?`;
}
