// n8n's own configuration package, and the sources of its other packages: which variables are read, and what becomes of them.
// They stay in the cache: n8n's licence is not this library's.

import { execFile } from "node:child_process";
import { readFileSync, readdirSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { Advice, run } from "../console.mjs";
import { fingerprint } from "../stand-ins/kept.mjs";
import { installed, npmPackages } from "./installed.mjs";

export const n8nVersion = "2.41.1";

/** Packages that read variables without declaring them in @n8n/config, as their tarballs are. */
const sources = {
  n8n: ["2.41.1", "sha512-WCNHyz9ouVw5DtqJ5ug9qUekguZh1DoOJ+w1OmbGikzcgty/Rq6T5dQSHoS6FOKSNM8KTvk0u9AcHtot6TTDwA=="],
  "n8n-core": [
    "2.41.1",
    "sha512-6IlN6Iyp6xdYlSHVjE8aD3E/073HJ3ZRvS0Hx6Z6FLx5xemdvqndtW/RISQlTPOuPlfZPlF2tjwgc3MkZciRRQ==",
  ],
  "n8n-workflow": [
    "2.41.0",
    "sha512-Ku0lfzjSrQzv1fVzCzS870MfV7KpiFTborW0T2Rad2baduyJmNZHIyOkxhBZZL91j1I73euONpGtM1n293LRSQ==",
  ],
  "@n8n/task-runner": [
    "2.41.1",
    "sha512-KN4SGDRUzX33zuZMbCJOOSJwGBZS4a2+kaEFx8ne6/cFdjz/vA0RpnZIl7rqo42RRul2+5ttbiU3vfU9JwE6Sg==",
  ],
  "@n8n/backend-common": [
    "1.41.1",
    "sha512-yXDK4n8jScvw6sgDy6IcVACyQEEciF13XdO/jglgQ+SEarabbA0hWrFnCsE4VpHrfWnCMcTyDNHOWZQCA6Fzqw==",
  ],
  "@n8n/blob-storage": [
    "1.9.1",
    "sha512-pgoaO0Wk6i0qJHte/tYOqWpd/NJQlTa83Se68/4t+r76xFUIURlMv60/cy5csOoyt/ku6aOsCmY8BO8tVWhl9w==",
  ],
};

/** The installed @n8n/config: the folder with its node_modules. */
export const provideN8nConfig = () => npmPackages("n8n", join(import.meta.dirname, "n8n"));

/** The unpacked sources, one folder for each package. */
export const provideN8nSources = () =>
  installed("n8n-sources", fingerprint([], sources), async (folder) => {
    for (const [name, [version, integrity]] of Object.entries(sources)) {
      const { stdout } = await run("npm", ["pack", `${name}@${version}`, "--json"], { cwd: folder });
      const [packed] = JSON.parse(stdout);
      if (packed.integrity !== integrity) throw new Advice(`${name} ${version} is not the package that was pinned`);
      const target = join(folder, name);
      mkdirSync(target, { recursive: true });
      await run(
        "tar",
        ["--extract", "--gzip", "--file", packed.filename, "--strip-components=1"].concat("-C", target),
        {
          cwd: folder,
        },
      );
    }
  });

/** Loads @n8n/config and notes each declared variable: `[{ name, owner, key }]`, and the container of instances. */
function declarations(folder) {
  const load = createRequire(join(folder, "package.json"));
  load("reflect-metadata");
  const decorators = load("@n8n/config/dist/decorators.js");
  const declared = [];
  const declare = decorators.Env;
  decorators.Env = (name, schema) => (target, key) => {
    declared.push({ name, owner: target.constructor, key });
    return declare(name, schema)(target, key);
  };
  const { GlobalConfig } = load("@n8n/config");
  return { declared, GlobalConfig, container: load("@n8n/di").Container };
}

/** The names that @n8n/config declares. */
export function configuredNames(folder) {
  return [...new Set(declarations(folder).declared.map(({ name }) => name))].toSorted();
}

/** In a process of its own: what each declared variable became, and what n8n had to say about them. */
export async function configured(folder, environment) {
  const script = `import(${JSON.stringify(import.meta.url)}).then(({ report }) => report(${JSON.stringify(folder)}))`;
  const env = { PATH: process.env.PATH, HOME: folder, ...environment };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["-e", script], { env, maxBuffer: 1 << 24 });
  return { values: JSON.parse(stdout), warnings: stderr.split("\n").filter(Boolean) };
}

/** Prints the values as JSON. */
export function report(folder) {
  const { declared, GlobalConfig, container } = declarations(folder);
  container.get(GlobalConfig);
  const values = Object.fromEntries(declared.map(({ name, owner, key }) => [name, container.get(owner)[key]]));
  console.log(JSON.stringify(values));
}

/** Names that only tests and developers of n8n use. */
const internal =
  /^(?:N8N_DEV_|N8N_EVAL|N8N_INSTANCE_AI_EVAL|N8N_AGENT_INTEGRATION_RECORDING|N8N_VERSION$|N8N_RUNNERS_GRANT_TOKEN$|N8N_RUNNERS_ID$)/;
const ours = /^(?:N8N_|NODE_FUNCTION_|OFFLOAD_|CODE_ENABLE_STDOUT$|SKIP_STATISTICS_EVENTS$)/;

/**
 * Variables that the sources read and @n8n/config does not declare, with the file that does: `declared` by n8n's own decorator,
 * which knows NAME_FILE, and `plain` from the environment, which doesn't.
 */
export function elsewhere(folder, configNames) {
  const known = new Set(configNames);
  const found = { declared: {}, plain: {} };
  for (const file of scripts(folder)) {
    // Rules about changes between versions speak of names that nobody reads any more.
    if (/breaking-changes|deprecation|\/esm\//.test(file)) continue;
    const text = readFileSync(join(folder, file), "utf8");
    for (const [kind, pattern] of Object.entries(readings))
      for (const [, name] of text.matchAll(pattern))
        if (ours.test(name) && !internal.test(name) && !known.has(name)) found[kind][name] ??= file;
  }
  for (const name of Object.keys(found.declared)) delete found.plain[name];
  return found;
}

const readings = {
  declared: /\bEnv\)\(['"]([A-Z][A-Z0-9_]+)['"]/g,
  plain: /process\.env(?:\.|\[['"])([A-Z][A-Z0-9_]+)/g,
};

const scripts = (folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js") && file.includes("dist/"))
    .toSorted();
