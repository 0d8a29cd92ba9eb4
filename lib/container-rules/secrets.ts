import { hasPasswordInUrl, isSecretSetting, secretFlag } from "./secret-signs";
import { entries, fields, type ContainerFault, type ContainerView } from "./view";

/** How far the search for secrets goes. */
export interface SecretSearch {
  /** Values known to be secret. Those shorter than 6 characters are left out: they turn up by chance. */
  readonly known?: readonly string[];
  /** What may stand there in plain text: names of variables and labels, or paths such as `command[2]`. */
  readonly except?: readonly string[];
}

/** One text that `docker inspect` shows. */
interface Shown {
  readonly path: string;
  /** The list it stands in. */
  readonly list: string;
  /** Of a variable or a label. */
  readonly name?: string;
  /** Undefined where a preview does not know it. */
  readonly value: string | undefined;
}

const shortest = 6;

/**
 * Secrets in what `docker inspect` shows to everybody who may use the engine: environment, command, entrypoint, labels
 * and health check. They are in logs of deployments and crash reports too. No fault says the secret.
 */
export function secretsInEnvironment(
  container: ContainerView,
  { known = [], except = [] }: SecretSearch = {},
): ContainerFault[] {
  const shown = shownTexts(container.inputs);
  const allowed = ({ name, path }: Shown): boolean =>
    except.includes(path) || (name !== undefined && except.includes(name));
  const values = known.filter((value) => value.length >= shortest);
  const single = shown
    .filter((entry) => !allowed(entry))
    .flatMap((entry) => {
      const problem = problemOf(entry, container.secrets, values);
      return problem === undefined ? [] : [{ path: entry.path, problem, remedy: remedyFor(entry, values) }];
    });
  const told = new Set(shown.filter(({ path }) => single.some((fault) => fault.path === path)).map(({ list }) => list));
  const excused = new Set(shown.filter(allowed).map(({ list }) => list));
  const whole = lists
    .filter(
      (list) => container.secrets.includes(list) && !told.has(list) && !excused.has(list) && !except.includes(list),
    )
    .map((list) => ({
      path: list,
      problem: "at least one entry comes from a secret, and docker inspect shows it in plain text",
      remedy: list === "envs" ? toFile("NAME") : "hand it to the program as a file under /run/secrets",
    }));
  return [...single, ...whole].map((fault) => ({ container: container.name, rule: "no-shown-secrets", ...fault }));
}

const lists = ["envs", "command", "entrypoints", "labels", "healthcheck", "healthcheck.tests"];

function shownTexts(inputs: ContainerView["inputs"]): Shown[] {
  const list = (path: string, value: unknown): Shown[] =>
    entries(value).map((entry, index) => ({ list: path, path: `${path}[${index}]`, value: plain(entry) }));
  const labels = entries(inputs["labels"]).map((entry, index) => {
    const { label, value } = fields(entry);
    return { list: "labels", path: `labels[${index}]`, ...named(label), value: plain(value) };
  });
  const variables = list("envs", inputs["envs"]).map((entry) => {
    const at = entry.value?.indexOf("=") ?? -1;
    if (entry.value === undefined || at < 0) return entry;
    return { ...entry, name: entry.value.slice(0, at), value: entry.value.slice(at + 1) };
  });
  return [
    ...variables,
    ...list("command", inputs["command"]),
    ...list("entrypoints", inputs["entrypoints"]),
    ...labels,
    ...list("healthcheck.tests", fields(inputs["healthcheck"])["tests"]),
  ];
}

const plain = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;

const named = (name: unknown): { name?: string } => (typeof name === "string" ? { name } : {});

function problemOf(entry: Shown, secrets: readonly string[], known: readonly string[]): string | undefined {
  const { name, value, path } = entry;
  const called = speakable(name, known) ? `${name} ` : "";
  if (secrets.some((secret) => secret === path || secret.startsWith(`${path}.`)))
    return `${called}comes from a secret, and docker inspect shows it in plain text`;
  if (value === undefined) return undefined;
  if (known.some((secret) => value.includes(secret) || name?.includes(secret) === true))
    return `${called}contains a value that is secret elsewhere in the program`;
  if (name !== undefined && isSecretSetting(name, value)) return `${called}is a secret by its name, in plain text`;
  if (hasPasswordInUrl(value)) return `${called}is a URL with a password in it`;
  const flag = name === undefined ? secretFlag(value) : undefined;
  return flag === undefined ? undefined : `the flag --${flag} is a secret by its name, in plain text`;
}

/** What a name is, and not a value that stands in the wrong place. */
const speakable = (name: string | undefined, known: readonly string[]): name is string =>
  name !== undefined && /^[\w.-]{1,64}$/.test(name) && !known.some((secret) => name.includes(secret));

const remedyFor = ({ list, name }: Shown, known: readonly string[]): string =>
  list === "envs" && speakable(name, known) && /^[A-Za-z_]\w*$/.test(name)
    ? toFile(name)
    : "hand it to the program as a file under /run/secrets";

const toFile = (name: string): string =>
  `mount a file under /run/secrets and say where in ${name}_FILE; components of this library take it in \`secrets\``;
