import { published, type Published } from "./ports";
import { entries, fields, isUnknown, texts, type ContainerFault, type ContainerView } from "./view";

/** The texts by which one network is spoken of: its name and its id. */
export type NetworkNames = readonly string[];

/**
 * What can't work between containers of one program, engine by engine. `networks` says which names and ids are the same
 * network; without it a network is what its text is.
 */
export function betweenContainers(
  containers: readonly ContainerView[],
  networks: readonly NetworkNames[] = [],
): ContainerFault[] {
  const engines = [...new Set(containers.map(({ engine }) => engine))];
  return engines.flatMap((one) => {
    const there = containers.filter(({ engine }) => engine === one);
    return [...sameNames(there), ...samePorts(there), ...strangers(there, networks)];
  });
}

/** The engine knows a container by its name once: the second one fails half-way through the deployment. */
function sameNames(containers: readonly ContainerView[]): ContainerFault[] {
  return repeats(
    containers,
    (one, other) => typeof one.inputs["name"] === "string" && one.inputs["name"] === other.inputs["name"],
  ).map(([first, second]) => ({
    container: second.name,
    rule: "own-names",
    path: "name",
    problem: `"${String(second.inputs["name"])}" is the name of ${first.name} already`,
    remedy: "give each container a name of its own, or none: Pulumi makes one",
  }));
}

const overlaps = (one: Published, other: Published): boolean =>
  one.port !== undefined &&
  one.port === other.port &&
  one.protocol === other.protocol &&
  (one.ip === other.ip || [one.ip, other.ip].some((ip) => ip === "0.0.0.0" || ip === "::"));

/** A port of the host leads to one container: the second fails to start, after its predecessor was removed. */
const samePorts = (containers: readonly ContainerView[]): ContainerFault[] =>
  repeats(containers.flatMap(published), overlaps).map(([first, second]) => ({
    container: second.container,
    rule: "own-ports",
    path: second.path,
    problem: `port ${String(second.port)} of the host is published by ${first.container} already`,
    remedy: "publish each container on a port of its own",
  }));

/** Variables that say where something is. */
const location = /(^|_)(HOST|HOSTNAME|URL|URI|DSN|ADDR|ADDRESS|ENDPOINT|SERVER)$/i;

const hostOf = (value: string): string | undefined =>
  /^(?:[a-z][\w+.-]*:\/\/(?:[^@/]*@)?)?([\w.-]+)(?::\d+)?(?:[/?#].*)?$/i.exec(value)?.[1]?.toLowerCase();

/** Its own networks: `undefined` for what a preview does not know, or what borrows somebody else's. */
function networksOf({ inputs }: ContainerView, known: readonly NetworkNames[]): Map<string, string[]> | undefined {
  const { networkMode, networksAdvanced } = inputs;
  if (isUnknown(networkMode) || isUnknown(networksAdvanced)) return undefined;
  if (typeof networkMode === "string" && networkMode.startsWith("container:")) return undefined;
  const same = (text: string): string => known.find((names) => names.includes(text))?.[0] ?? text;
  const joined = new Map<string, string[]>();
  for (const entry of entries(networksAdvanced)) {
    const { name, aliases } = fields(entry);
    if (typeof name !== "string") return undefined;
    joined.set(same(name), [...texts(aliases)]);
  }
  const own = typeof networkMode === "string" && !["", "default", "bridge", "host", "none"].includes(networkMode);
  if (own && !joined.has(same(networkMode))) joined.set(same(networkMode), []);
  return joined;
}

/**
 * A name means a container only on a network that both have joined; on the engine's default bridge there are no names.
 * Only names of containers in the program count, so a host elsewhere is nobody's fault.
 */
function strangers(containers: readonly ContainerView[], known: readonly NetworkNames[]): ContainerFault[] {
  const joined = new Map(containers.map((container) => [container, networksOf(container, known)]));
  return containers.flatMap((caller) => {
    const own = joined.get(caller);
    if (own === undefined) return [];
    return hostsNamedBy(caller).flatMap(({ path, name, host }): ContainerFault[] => {
      const called = containers.filter((other) => other !== caller && namesOf(other, joined.get(other)).has(host));
      if (called.length === 0 || called.some((other) => meets(own, joined.get(other), host, other))) return [];
      const problem = `${name} names the host "${host}", which is ${called[0]?.name ?? ""}, and they share no network that knows it`;
      const remedy = "give both the same network in networksAdvanced";
      return [{ container: caller.name, rule: "shared-networks", path, problem, remedy }];
    });
  });
}

/** The hosts in a container's variables, but for those that it is told itself where to find. */
function hostsNamedBy({ inputs }: ContainerView): { path: string; name: string; host: string }[] {
  const given = new Set([
    ...entries(inputs["hosts"]).map((entry) => fields(entry)["host"]),
    ...texts(inputs["links"]).flatMap((link) => link.split(":")),
  ]);
  return entries(inputs["envs"]).flatMap((variable, index) => {
    if (typeof variable !== "string") return [];
    const [name = "", ...rest] = variable.split("=");
    const host = location.test(name) ? hostOf(rest.join("=")) : undefined;
    return host === undefined || given.has(host) ? [] : [{ path: `envs[${index}]`, name, host }];
  });
}

const engineName = ({ inputs: { name } }: ContainerView): string[] => (typeof name === "string" ? [name] : []);

const namesOf = (container: ContainerView, networks: Map<string, string[]> | undefined): Set<string> =>
  new Set(
    [...engineName(container), ...(networks ? [...networks.values()].flat() : [])].map((name) => name.toLowerCase()),
  );

const meets = (
  own: Map<string, string[]>,
  theirs: Map<string, string[]> | undefined,
  host: string,
  other: ContainerView,
): boolean =>
  theirs === undefined ||
  [...theirs].some(
    ([network, aliases]) =>
      own.has(network) && [...engineName(other), ...aliases].some((name) => name.toLowerCase() === host),
  );

/** Each entry that is like an earlier one, with that. */
function repeats<Entry>(all: readonly Entry[], alike: (one: Entry, other: Entry) => boolean): [Entry, Entry][] {
  return all.flatMap((second, index): [Entry, Entry][] => {
    const first = all.slice(0, index).find((one) => alike(one, second));
    return first === undefined ? [] : [[first, second]];
  });
}
