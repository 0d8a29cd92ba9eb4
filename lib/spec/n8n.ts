import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { n8nEnvironment } from "../tuning/n8n";
import type { CheckedN8n } from "../validation/n8n";
import { taskLimits, temporaryFolder } from "./defaults";
import type { FileSource, ServiceSpec, TaskSpec } from "./service-spec";

const user = "1000:1000";

const secrets = "/run/secrets";

/** The folder the image gives to its user, and so to a new volume. */
const dataFolder = "/home/node/.n8n";

export function n8nSpec(name: string, checked: CheckedN8n): ServiceSpec {
  const { database, owner, encryptionKey } = checked;
  return {
    name,
    component: "N8nEngine",
    image: { reference: checked.image },
    environment: {
      ...behindProxy(checked.publicUrl),
      ...n8nEnvironment(checked.settings),
      // n8n unpacks its editor (47 MB) beside its data at each start: on the volume it takes no memory.
      N8N_USER_FOLDER: dataFolder,
      DB_TYPE: "postgresdb",
      DB_POSTGRESDB_HOST: database.host,
      DB_POSTGRESDB_PORT: String(database.port),
      DB_POSTGRESDB_DATABASE: database.database,
      DB_POSTGRESDB_USER: database.user,
      DB_POSTGRESDB_PASSWORD_FILE: `${secrets}/database-password`,
      N8N_ENCRYPTION_KEY_FILE: `${secrets}/encryption-key`,
      ...publicAddress(checked.publicUrl),
      ...(owner === undefined ? {} : ownerEnvironment(owner)),
      ...Object.fromEntries(Object.keys(checked.secrets).map((name) => [`${name}_FILE`, `${secrets}/${name}`])),
    },
    files: [
      { path: `${secrets}/database-password`, content: database.password },
      { path: `${secrets}/encryption-key`, content: encryptionKey },
      ...(owner === undefined
        ? []
        : [{ path: `${secrets}/owner-password-hash`, content: ownerHash(owner.password, owner.email) }]),
      ...Object.entries(checked.secrets).map(([name, content]): FileSource => ({
        path: `${secrets}/${name}`,
        content,
      })),
    ],
    limits: checked.service.limits,
    user,
    // tini is the image's entrypoint.
    init: false,
    scratch: [temporaryFolder(64)],
    volumes: [{ purpose: "data", path: dataFolder }],
    // Readiness, not liveness: the database is connected and migrated. The image has no curl.
    health: {
      ...checked.service.health,
      command: ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:5678/healthz/readiness"],
    },
    stop: { signal: "SIGTERM", graceMs: checked.service.graceMs },
    ports: checked.service.ports,
  };
}

/** One proxy stands between, unless the settings say more. */
const behindProxy = (url: URL | undefined): Record<string, string> =>
  url === undefined
    ? {}
    : {
        N8N_PROXY_HOPS: "1",
        // Browsers send a secure cookie over https only; over plain http nobody could log in.
        N8N_SECURE_COOKIE: String(url.protocol === "https:"),
      };

/** Links in mails, OAuth callbacks and the editor carry the address that browsers see. */
function publicAddress(url: URL | undefined): Record<string, string> {
  if (url === undefined) return {};
  return {
    N8N_HOST: url.hostname,
    N8N_PROTOCOL: url.protocol.slice(0, -1),
    N8N_PATH: url.pathname,
    N8N_EDITOR_BASE_URL: url.href,
    N8N_WEBHOOK_URL: url.href,
  };
}

const ownerEnvironment = (owner: NonNullable<CheckedN8n["owner"]>): Record<string, string> => ({
  N8N_INSTANCE_OWNER_MANAGED_BY_ENV: "true",
  N8N_INSTANCE_OWNER_EMAIL: owner.email,
  N8N_INSTANCE_OWNER_FIRST_NAME: owner.firstName ?? "Instance",
  N8N_INSTANCE_OWNER_LAST_NAME: owner.lastName ?? "Owner",
  N8N_INSTANCE_OWNER_PASSWORD_HASH_FILE: `${secrets}/owner-password-hash`,
});

/**
 * The salt follows from password and address: a random one would make another file, and replace the container, on each
 * `up`. Compiled bcrypt, because every preview and update computes it: in JavaScript it took a third of a second.
 */
function ownerHash(password: pulumi.Input<string>, email: string): pulumi.Output<string> {
  return pulumi.secret(password).apply(async (plain) => {
    const { bcrypt } = await import("hash-wasm");
    const salt = createHash("sha256").update(`plimsoll n8n owner\0${email}\0${plain}`).digest().subarray(0, 16);
    return (await bcrypt({ password: plain, salt, costFactor: 10, outputType: "encoded" })).replace("$2a$", "$2b$");
  });
}

/** The script that installs workflows by n8n's own REST interface; it runs with the Node of n8n's image. */
const installer = (): string =>
  readFileSync(join(__dirname, "..", "..", "lib", "assets", "install-workflows.mjs"), "utf8");

/** Installs and activates the workflows; runs again when one of them changes. */
export function n8nWorkflowsSpec(name: string, checked: CheckedN8n): TaskSpec | undefined {
  const { owner, workflows } = checked;
  if (owner === undefined || workflows.length === 0) return undefined;
  const folder = "/run/workflows";
  return {
    name: `${name}-workflows`,
    component: "N8nEngine",
    image: { reference: checked.image },
    entrypoint: ["node"],
    command: ["/run/setup/install-workflows.mjs"],
    environment: {
      N8N_URL: `http://${name}:5678`,
      N8N_OWNER_EMAIL: owner.email,
      N8N_OWNER_PASSWORD_FILE: `${secrets}/owner-password`,
      WORKFLOWS_DIR: folder,
    },
    files: [
      { path: "/run/setup/install-workflows.mjs", content: installer() },
      { path: `${secrets}/owner-password`, content: owner.password },
      ...workflows.map(({ file, content }): FileSource => ({ path: `${folder}/${file}`, content })),
    ],
    limits: taskLimits,
    user,
    init: true,
    scratch: [temporaryFolder(8)],
    volumes: [],
    timeoutMs: 120_000,
  };
}
