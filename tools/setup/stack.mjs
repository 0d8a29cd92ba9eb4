// The stack that is worked on: its backend, its passphrase, its secrets.

import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Advice, note, run, step } from "../console.mjs";
import { chooseBackend, choosePassphrase, chooseStack, projectName } from "./backend.mjs";
import { loginOf } from "./official-pulumi.mjs";
import { cache, root, state } from "./places.mjs";
import { secrets as exampleSecrets } from "./secrets.mjs";
import { toolchainEnv } from "./toolchain.mjs";

/**
 * Opens the stack of the project in `folder`. Returns {
 *   project, name, short (name without an organization), label (as containers carry it), folder, env, own (is the backend the user's?),
 *   backend (folder of the file backend, if it is one), exists(), pulumi(args, options), state() }.
 */
export function openStack({ toolchain, host, folder = root, place = state, env = process.env }) {
  const project = projectName(readFileSync(join(folder, "Pulumi.yaml"), "utf8"));
  const name = chooseStack(env);
  const short = name.split("/").at(-1);
  const files = join(place, "backend");
  const checkpoint = (backend) => join(backend, ".pulumi", "stacks", project, `${short}.json`);
  const { own, because } = chooseBackend({ env, login: loginOf(), hasLocalStack: existsSync(checkpoint(files)) });
  const backend = own ? fileBackend(env) : files;
  const label = `${project}/${short}`;
  const full = {
    ...toolchainEnv(toolchain, env),
    ...(own ? {} : { PULUMI_BACKEND_URL: `file://${files}` }),
    ...passphraseEnv({ env, own, place, hasStack: existsSync(checkpoint(files)), checkpoint: checkpoint(files) }),
    DOCKER_HOST: host,
    // Half of a program's start is compiling the SDK, the same each time.
    NODE_COMPILE_CACHE: env.NODE_COMPILE_CACHE ?? join(cache, "compiled"),
    // By it, plugins that an ended `pulumi` left behind are known for this stack's.
    PLIMSOLL_STACK: label,
  };
  if (!own) mkdirSync(files, { recursive: true });

  const pulumi = (args, options = {}) =>
    run(join(toolchain.folder, "pulumi"), [...args, "--stack", name, "--non-interactive", "--color", "never"], {
      cwd: folder,
      env: full,
      ...options,
    });

  return {
    project,
    name,
    short,
    label,
    folder,
    place,
    env: full,
    own,
    because,
    backend,
    program: join(toolchain.folder, "pulumi"),
    pulumi,
    /** Whether the stack was created before. */
    async exists() {
      if (backend && !own) return existsSync(checkpoint(backend));
      const { code, stderr } = await pulumi(["config", "--json"], { allowFailure: true });
      if (code !== 0 && !/no stack named/.test(stderr))
        throw new Advice(`the stack ${name} can't be read:\n${stderr.trim()}`);
      return code === 0;
    },
    /** What Pulumi knows of the stack: { resources, pending_operations }. */
    async state() {
      // The file holds what `stack export` would say, and reading it takes no half second.
      if (backend && existsSync(checkpoint(backend)))
        return JSON.parse(readFileSync(checkpoint(backend), "utf8")).checkpoint.latest ?? {};
      return JSON.parse((await pulumi(["stack", "export"])).stdout).deployment ?? {};
    },
  };
}

/** The folder of a user's file backend. */
const fileBackend = (env) => /^file:\/\/(\/.*)$/.exec(env.PULUMI_BACKEND_URL ?? "")?.[1];

function passphraseEnv({ env, own, place, hasStack, checkpoint }) {
  const file = join(place, "passphrase");
  const choice = choosePassphrase({ env, own, hasFile: existsSync(file), hasStack });
  if (choice === "environment" || choice === "none") return {};
  if (choice === "lost")
    throw new Advice(
      `the passphrase of this stack is gone: ${file} is missing, and the stack's secrets can't be read without it`,
      `restore that file, or set PULUMI_CONFIG_PASSPHRASE. Without either, the stack can only be made anew: remove its containers and volumes by hand, then ${checkpoint} and Pulumi.<stack>.yaml`,
    );
  if (choice === "new") {
    mkdirSync(place, { recursive: true });
    writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
    note(`a passphrase for this stack's secrets was generated: ${file} (only you can read it; keep it with the stack)`);
  }
  return { PULUMI_CONFIG_PASSPHRASE_FILE: file };
}

/** Creates the stack when it is not there. */
export async function selectStack(stack) {
  if (await stack.exists()) return;
  if (stack.own) note(`backend: ${stack.because}`);
  await step(`create stack ${stack.name}`, async () => {
    const { code, stderr } = await stack.pulumi(["stack", "init", "--no-select"], { allowFailure: true });
    if (code === 0) return;
    const settings = join(stack.folder, `Pulumi.${stack.short}.yaml`);
    const remedy = /incorrect passphrase/.test(stderr)
      ? `${settings} was written with another passphrase: give that one (PULUMI_CONFIG_PASSPHRASE), or move the file away`
      : undefined;
    throw new Advice(`the stack ${stack.name} can't be created: ${stderr.trim()}`, remedy);
  });
}

/** Generates the secrets that the stack does not have yet. `volumes` are the data volumes on the engine. */
export async function ensureSecrets(stack, { secrets = exampleSecrets, volumes = [] } = {}) {
  let missing = await missingSecrets(stack, secrets);
  const all = Object.keys(secrets).length;
  const settings = join(stack.folder, `Pulumi.${stack.short}.yaml`);
  if (missing.length === all && !readIfThere(settings).includes("config:")) {
    // The backend remembers what the last `up` was given, where the file beside Pulumi.yaml was lost.
    await stack.pulumi(["config", "refresh", "--force"], { allowFailure: true });
    missing = await missingSecrets(stack, secrets);
    if (missing.length < all) note(`${settings} was restored from the stack's last update`);
  }
  if (missing.length === 0) return [];
  if (missing.length === all && volumes.length > 0)
    throw new Advice(
      `the data of stack ${stack.name} is on the engine (${volumes.map(({ Name }) => Name).join(", ")}), but the passwords it was made with are not in the stack's configuration`,
      `restore ${settings} and ${stack.place}, or delete that data with \`npm run down -- --purge-data\` (and \`--yes\` where there is no terminal)`,
    );
  await step(`generate secrets (${missing.join(", ")})`, async () => {
    // By stdin: a command line is there for every user to read. One by one: they share a file.
    for (const name of missing) await stack.pulumi(["config", "set", "--secret", name], { input: secrets[name]() });
  });
  return missing;
}

async function missingSecrets({ project, pulumi }, secrets) {
  const { stdout } = await pulumi(["config", "--json"]);
  const there = JSON.parse(stdout);
  return Object.keys(secrets).filter((name) => !(`${project}:${name}` in there));
}

const readIfThere = (file) => (existsSync(file) ? readFileSync(file, "utf8") : "");
