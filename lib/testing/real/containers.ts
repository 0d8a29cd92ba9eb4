import { containerType } from "../../container-rules";
import type { Stack } from "@pulumi/pulumi/automation";
import type Docker from "dockerode";
import { demultiplex } from "../../engines/docker/hooks";
import { nearestName } from "../../validation/nearest";
import type { Watched } from "./watcher";

/** A container of the stack as the engine tells it. */
export interface RealContainer {
  /** Its name on the engine. */
  readonly name: string;
  readonly id: string;
  /** Such as `running`, or `exited with code 1`; with its health where it has a check. */
  readonly state: string;
  /** What its last health check printed. */
  readonly lastProbe: string | undefined;
  /** The end of what it wrote to stdout and stderr. */
  readonly log: string;
}

interface Resource {
  type: string;
  id?: string;
  urn: string;
  inputs?: { name?: unknown };
}

/** A container's name in the program, by its id or its name on the engine. */
type Known = Map<string, string>;

/** What the state knows of containers: those that are there, and those that were begun. */
async function knownContainers(stack: Stack): Promise<Known> {
  const { pulumiCommand, workDir, envVars } = stack.workspace as typeof stack.workspace & {
    pulumiCommand: { run: (args: string[], cwd: string, env: Record<string, string>) => Promise<{ stdout: string }> };
  };
  // Not the Automation API's own export, which opens every secret.
  const { stdout } = await pulumiCommand.run(["stack", "export", "--stack", stack.name], workDir, envVars);
  const { deployment } = JSON.parse(stdout) as {
    deployment: { resources?: Resource[]; pending_operations?: { resource: Resource }[] };
  };
  const begun = (deployment.pending_operations ?? []).map(({ resource }) => resource);
  const containers = [...(deployment.resources ?? []), ...begun].filter(({ type }) => type === containerType);
  return new Map(
    containers.flatMap(({ id, urn, inputs }) => names(id, inputs?.name).map((key) => [key, shortName(urn)])),
  );
}

const shortName = (urn: string): string => urn.split("::").at(-1) ?? urn;
const names = (...given: unknown[]): string[] =>
  given.filter((name) => typeof name === "string" && name !== "") as string[];

/** Every container of the stack: of this library by its label, others by what the state knows, or by their names. */
export async function findContainers(engine: Docker, stack: Stack, place: Watched): Promise<Found[]> {
  const known = await knownContainers(stack);
  const all = await engine.listContainers({ all: true });
  return all.flatMap(({ Id, Names, Labels }) => {
    const name = (Names[0] ?? Id).replace(/^\//, "");
    const inProgram = known.get(Id) ?? known.get(name);
    const ours =
      inProgram !== undefined ||
      Labels["plimsoll.stack"] === `${place.project}/${place.stack}` ||
      name.startsWith(`${place.project}-${place.stack}-`);
    // The one that carries a service's files never runs.
    const service = Labels["plimsoll.role"] === "files" ? undefined : Labels["plimsoll.service"];
    return ours ? [{ id: Id, name, service, inProgram }] : [];
  });
}

interface Found {
  id: string;
  name: string;
  /** The component's name, for containers of this library. */
  service: string | undefined;
  /** The resource's name. */
  inProgram: string | undefined;
}

/** The one container that a name means: on the engine, of the resource, or of the component. */
export function chooseContainers(found: readonly Found[], wanted: string): Found[] {
  for (const key of ["name", "inProgram", "service"] as const) {
    const chosen = found.filter((container) => container[key] === wanted);
    if (chosen.length > 0) return chosen;
  }
  const all = found.flatMap(({ name, inProgram, service }) => names(name, inProgram, service));
  const near = nearestName(wanted, all);
  throw new Error(
    `no container of the stack is called "${wanted}"; ` +
      (near === undefined
        ? `there are: ${found.map(({ name }) => name).join(", ") || "none"}`
        : `did you mean "${near}"?`),
  );
}

/** What the engine tells of a container; undefined when it is gone meanwhile. */
export async function inspectContainer(
  engine: Docker,
  { id, name }: Pick<Found, "id" | "name">,
  lines: number | undefined,
): Promise<RealContainer | undefined> {
  const container = engine.getContainer(id);
  try {
    const { State, Config } = await container.inspect();
    const raw = await container.logs({ stdout: true, stderr: true, ...(lines === undefined ? {} : { tail: lines }) });
    const ended = State.Status === "exited" || State.Status === "dead";
    const health = State.Health?.Status;
    return {
      id,
      name,
      state: `${State.Status}${ended ? ` with code ${State.ExitCode}` : ""}${health ? `, ${health}` : ""}`,
      lastProbe: State.Health?.Log?.at(-1)?.Output?.trim() || undefined,
      // A terminal's stream has no frames.
      log: Config.Tty ? raw.toString("utf8").trimEnd() : demultiplex(raw),
    };
  } catch {
    return undefined;
  }
}
