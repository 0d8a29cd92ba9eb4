import { parse } from "yaml";
import { textOf, type FolderFacts } from "./folder-facts";
import { major } from "./manager-versions";
import { isRecord, type Manifest } from "./manifest";
import type { PackageManager } from "./package-manager";

/** Which packages' install scripts the manager runs. */
export interface ScriptPolicy {
  /** The manager, for texts. */
  manager: string;
  /** Undefined where nobody has decided, so that it does not run. */
  may(name: string): boolean | undefined;
  /** Where it says nothing of a package. */
  silent: string;
  /** How to decide about one. */
  remedy(name: string): string;
}

/** The first versions that run only the install scripts that somebody allowed. */
const asking = { npm: 11, pnpm: 10, yarn: [4, 14] } as const;

export function scriptPolicy(
  facts: FolderFacts,
  manifest: Manifest,
  { name, version }: PackageManager,
  nodeMajor: number,
): ScriptPolicy {
  if (name === "pnpm") return pnpm(facts, manifest, version ?? "10");
  if (name === "yarn") return yarn(facts, manifest, version ?? "4");
  if (name === "bun") return bun(manifest);
  const npmMajor = version === undefined ? (nodeMajor < 24 ? 10 : 11) : major(version);
  const decided = decisions(manifest.allowScripts);
  return {
    manager: `npm ${npmMajor}`,
    may: (name) => (npmMajor < asking.npm ? true : decided.get(name)),
    silent: "package.json says nothing of them",
    remedy: (name) => `\`npm install-scripts approve ${name}\`, or "allowScripts": { "${name}": false }`,
  };
}

/** Its settings stand in pnpm-workspace.yaml, and up to version 10 in package.json too. */
function pnpm(facts: FolderFacts, { raw }: Manifest, version: string): ScriptPolicy {
  const inManifest = isRecord(raw["pnpm"]) && major(version) < 11 ? raw["pnpm"] : {};
  const settings = { ...inManifest, ...yamlOf(textOf(facts, "pnpm-workspace.yaml")) };
  const decided = decisions({
    ...each(settings["onlyBuiltDependencies"], true),
    ...each(settings["ignoredBuiltDependencies"], false),
    ...each(settings["neverBuiltDependencies"], false),
    ...(isRecord(settings["allowBuilds"]) ? settings["allowBuilds"] : {}),
  });
  const all = major(version) < asking.pnpm || settings["dangerouslyAllowAllBuilds"] === true;
  return {
    manager: `pnpm ${major(version)}`,
    may: (name) => decided.get(name) ?? (all || undefined),
    silent: "neither pnpm-workspace.yaml nor package.json says anything of them",
    remedy: (name) => `\`pnpm approve-builds\`, or allowBuilds: { ${name}: false } in pnpm-workspace.yaml`,
  };
}

function yarn(facts: FolderFacts, { raw }: Manifest, version: string): ScriptPolicy {
  const enabled = yamlOf(textOf(facts, ".yarnrc.yml"))["enableScripts"];
  const [one = 0, two = 0] = version.split(".").map(Number);
  const [first, second] = asking.yarn;
  const asks = one > first || (one === first && two >= second);
  const all = one === 1 || (typeof enabled === "boolean" ? enabled : !asks);
  const meta = isRecord(raw["dependenciesMeta"]) ? raw["dependenciesMeta"] : {};
  const decided = decisions(
    Object.fromEntries(
      Object.entries(meta).map(([name, entry]) => [name, isRecord(entry) ? entry["built"] : undefined]),
    ),
  );
  return {
    manager: `yarn ${one}`,
    may: (name) => decided.get(name) ?? (all || (enabled === false ? false : undefined)),
    silent: "package.json says nothing of them",
    remedy: (name) => `"dependenciesMeta": { "${name}": { "built": true } } in package.json, or false`,
  };
}

/** Without a list of one's own it has one of some hundred packages, which no file shows. */
function bun({ raw }: Manifest): ScriptPolicy {
  const trusted: unknown = raw["trustedDependencies"];
  const decided = decisions(each(trusted, true));
  return {
    manager: "bun",
    may: (name) => decided.get(name),
    silent: "trustedDependencies in package.json does not name them",
    remedy: (name) => `\`bun pm trust ${name}\``,
  };
}

const each = (names: unknown, may: boolean): Record<string, boolean> =>
  Object.fromEntries(Array.isArray(names) ? names.map((name) => [String(name), may]) : []);

/** `bcrypt@6.0.0` and `bcrypt` are decisions about the same package. */
const decisions = (values: Record<string, unknown>): Map<string, boolean> =>
  new Map(
    Object.entries(values).flatMap(([key, may]) =>
      typeof may === "boolean" ? [[key.replace(/(.)@.*$/, "$1"), may] as const] : [],
    ),
  );

/** The settings of a small file; none where it can't be read, which the manager tells better. */
export function yamlOf(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = parse(text ?? "");
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
