import { entries, fields, isUnknown, neverRuns, type ContainerFault, type ContainerView } from "./view";

/** A port of the host that leads to a container. */
export interface Published {
  readonly container: string;
  readonly path: string;
  readonly ip: string;
  /** Undefined where the engine picks one. */
  readonly port: number | undefined;
  readonly protocol: string;
}

/** The provider's own default: every address of the host. */
const everywhere = "0.0.0.0";

/** What a container publishes, as far as it is known. */
export function published(container: ContainerView): Published[] {
  if (neverRuns(container) || container.inputs["networkMode"] === "host") return [];
  return entries(container.inputs["ports"]).flatMap((entry, index) => {
    const { external, ip, protocol } = fields(entry);
    if (isUnknown(entry) || isUnknown(external) || isUnknown(ip)) return [];
    return [
      {
        container: container.name,
        path: `ports[${index}]`,
        ip: typeof ip === "string" && ip !== "" ? ip : everywhere,
        port: typeof external === "number" && external > 0 ? external : undefined,
        protocol: typeof protocol === "string" ? protocol : "tcp",
      },
    ];
  });
}

/** Whether something of what a container publishes is known only after an update. */
const isVague = ({ inputs: { ports, networkMode } }: ContainerView): boolean =>
  isUnknown(ports) ||
  isUnknown(networkMode) ||
  entries(ports).some(
    (entry) => isUnknown(entry) || isUnknown(fields(entry)["external"]) || isUnknown(fields(entry)["ip"]),
  );

interface Allowed {
  readonly as: string;
  readonly ip: string | undefined;
  readonly port: number;
  readonly protocol: string | undefined;
}

/** Reads `8080`, `"8080"`, `"127.0.0.1:8080"`, `"[::1]:8080"` and `"53/udp"`. */
function readAllowed(value: number | string): Allowed {
  const [, ip, digits, protocol] =
    /^(?:(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]):)?(\d{1,5})(?:\/(tcp|udp|sctp))?$/.exec(String(value)) ?? [];
  const port = Number(digits);
  if (port >= 1 && port <= 65535) return { as: String(value), ip: ip?.replace(/[[\]]/g, ""), port, protocol };
  throw new TypeError(`"${String(value)}" is no port; write a number, or an address and a port: "127.0.0.1:8080"`);
}

const rule = "published-ports";

const fits = (one: Allowed, { port, protocol }: Published): boolean =>
  one.port === port && (one.protocol ?? protocol) === protocol;

/**
 * What is published beyond `allowed`, and what is allowed and not published. A plain number allows the port on any
 * address; `"127.0.0.1:8080"` on that one only. The host's firewall is no protection: the engine writes its rules past it.
 * Source: Docker Engine, "Packet filtering and firewalls".
 */
export function publishedPorts(
  containers: readonly ContainerView[],
  allowed: readonly (number | string)[],
): ContainerFault[] {
  const wanted = allowed.map(readAllowed);
  const found = containers.flatMap(published);
  // Where a preview does not know all ports, the missing one may be among them; with the host's network there is no telling.
  const vague = containers.some((container) => isVague(container) || container.inputs["networkMode"] === "host");
  const missing = vague ? [] : wanted.filter((one) => !found.some((port) => fits(one, port)));
  return [
    ...containers.flatMap(everything),
    ...found.flatMap((port) => beyond(port, wanted)),
    ...missing.map(({ as }) => ({
      container: "(none)",
      rule,
      path: "ports",
      problem: `port ${as} is allowed, and no container publishes it`,
      remedy: "publish it, or take it out of the allowed ones",
    })),
  ];
}

const isLoopback = (ip: string): boolean => ip.startsWith("127.") || ip === "::1";

/** What reaches beyond the host itself and is not among `allowed`: for programs of which one doesn't know what they publish. */
export function publishedBeyondHost(container: ContainerView, allowed: readonly (number | string)[]): ContainerFault[] {
  const wanted = allowed.map(readAllowed);
  const open = published(container).filter(({ ip }) => !isLoopback(ip));
  return [...everything(container), ...open.flatMap((port) => beyond(port, wanted))];
}

function beyond(port: Published, wanted: readonly Allowed[]): ContainerFault[] {
  const near = wanted.filter((one) => fits(one, port));
  if (near.some(({ ip }) => ip === undefined || ip === port.ip)) return [];
  return [{ container: port.container, rule, path: port.path, ...beyondWords(port, near) }];
}

function beyondWords({ ip, port, protocol }: Published, near: readonly Allowed[]): { problem: string; remedy: string } {
  const where = ip === everywhere ? `${everywhere}, every address of the host (the provider's default),` : ip;
  const shown = protocol === "tcp" ? "" : `/${protocol}`;
  if (port === undefined)
    return { problem: `a port that the engine picks is published on ${where}`, remedy: "leave it out" };
  const [{ ip: right } = { ip: undefined }] = near;
  if (right !== undefined)
    return {
      problem: `port ${port}${shown} is published on ${where} and allowed on ${right}`,
      remedy: `write ip: "${right}"`,
    };
  return {
    problem: `port ${port}${shown} is published on ${where} and not among the allowed ones`,
    remedy: "leave it out: containers of one network reach each other without it; or allow it",
  };
}

function everything(container: ContainerView): ContainerFault[] {
  const { networkMode, publishAllPorts } = container.inputs;
  if (neverRuns(container)) return [];
  const fault = (path: string, problem: string, remedy: string) => [
    { container: container.name, rule, path, problem, remedy },
  ];
  if (networkMode === "host")
    return fault(
      "networkMode",
      "with the host's network every port it listens on is published",
      "join a network with networksAdvanced, and publish the ports that are meant",
    );
  if (publishAllPorts !== true) return [];
  return fault(
    "publishAllPorts",
    "every port that the image names is published, on ports the engine picks",
    "leave it out, and publish the ports that are meant",
  );
}
