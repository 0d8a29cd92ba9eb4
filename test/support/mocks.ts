import * as pulumi from "@pulumi/pulumi";

/** One resource that a program registered: what the provider would have been asked for. */
export interface Recorded {
  urn: string;
  type: string;
  name: string;
  /** The inputs, with every secret opened. */
  inputs: Record<string, unknown>;
  /** The inputs as they arrived, secrets in their envelopes. */
  sealed: Record<string, unknown>;
  options: RecordedOptions;
}

/** Options of a resource. Pulumi's own mocks don't see them; they are read from the registration itself. */
export interface RecordedOptions {
  ignoreChanges: string[];
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  deleteBeforeReplace: boolean;
  retainOnDelete: boolean;
  dependsOn: string[];
  createTimeout: string;
}

/** What a program under mocks runs as. */
export interface Stage {
  project?: string;
  stack?: string;
  /** Stack configuration by its full key: `{ "project:port": "8080" }`. */
  config?: Record<string, string>;
  /** Keys among them that are secret. */
  secrets?: string[];
}

/** The key by which Pulumi marks an object as the envelope of a secret. */
const envelopeKey = "4dabf18193072939515e22adb298388d";

const isEnvelope = (value: unknown): value is { value: unknown } =>
  typeof value === "object" && value !== null && envelopeKey in value;

/** The value with every secret envelope in it opened. */
export function open(value: unknown): unknown {
  if (isEnvelope(value)) return open(value.value);
  return mapChildren(value, open);
}

/** The value with every secret envelope in it replaced by `[secret]`: what a person without the passphrase sees. */
export function redact(value: unknown): unknown {
  return isEnvelope(value) ? "[secret]" : mapChildren(value, redact);
}

function mapChildren(value: unknown, change: (child: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, change(child)]));
}

/** The outputs that the provider computes and components read. */
const computed: Record<string, (name: string, inputs: Record<string, unknown>) => Record<string, unknown>> = {
  "docker:index/remoteImage:RemoteImage": (name) => ({ imageId: `sha256:${name}`, repoDigest: `${name}@sha256:0` }),
};

interface Registration {
  getType(): string;
  getName(): string;
  getObject(): unknown;
  getIgnorechangesList(): string[];
  getReplaceonchangesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getDeletebeforereplace(): boolean;
  getRetainondelete(): boolean | undefined;
  getDependenciesList(): string[];
  getCustomtimeouts(): { getCreate(): string } | undefined;
}

interface Monitor {
  registerResource(
    request: Registration,
    answer: (error: unknown, response: { getUrn(): string } | undefined) => void,
  ): Promise<void>;
}

const optionsOf = (request: Registration): RecordedOptions => ({
  ignoreChanges: request.getIgnorechangesList(),
  replaceOnChanges: request.getReplaceonchangesList(),
  additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
  deleteBeforeReplace: request.getDeletebeforereplace(),
  retainOnDelete: request.getRetainondelete() ?? false,
  dependsOn: request.getDependenciesList(),
  createTimeout: request.getCustomtimeouts()?.getCreate() ?? "",
});

/** Everything that was registered, until the next `begin`. */
export class Recording {
  readonly resources: Recorded[] = [];

  named(name: string): Recorded {
    const found = this.resources.filter((resource) => resource.name === name && resource.type.startsWith("docker:"));
    if (found.length === 1 && found[0]) return found[0];
    const known = this.resources.map((resource) => resource.name).join(", ");
    throw new Error(`${found.length} resources are named "${name}"; there are: ${known}`);
  }

  ofType(type: string): Recorded[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  get containers(): Recorded[] {
    return this.ofType("docker:index/container:Container");
  }

  /** Containers by what they are for: "service" runs for ever, "setup" once, "files" never. */
  inRole(...roles: ("service" | "setup" | "files")[]): Recorded[] {
    return this.containers.filter((container) => roles.some((role) => labelOf(container, "plimsoll.role") === role));
  }
}

/** The value of one of a resource's labels. */
export function labelOf({ inputs }: Recorded, label: string): string | undefined {
  const labels = (inputs["labels"] ?? []) as { label: string; value: string }[];
  return labels.find((entry) => entry.label === label)?.value;
}

/** Starts a fresh run of a program under mocks. What is constructed from now on is recorded. */
export async function begin({
  project = "shop",
  stack = "test",
  config = {},
  secrets = [],
}: Stage = {}): Promise<Recording> {
  const recording = new Recording();
  const arrived = new Map<string, Record<string, unknown>>();
  const mocks: pulumi.runtime.Mocks = {
    call: () => ({}),
    newResource: ({ type, name, inputs }) => {
      const sealed = inputs as Record<string, unknown>;
      arrived.set(`${type}|${name}`, sealed);
      const state = { name, ...sealed, ...computed[type]?.(name, sealed) };
      return { id: `id-of-${name}`, state };
    },
  };
  await pulumi.runtime.setMocks(mocks, project, stack);
  pulumi.runtime.setAllConfig(config, secrets);
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, answer) =>
    register(request, (error, response) => {
      const [type, name] = [request.getType(), request.getName()];
      const sealed = arrived.get(`${type}|${name}`) ?? {};
      if (response) {
        const inputs = open(sealed) as Record<string, unknown>;
        recording.resources.push({ urn: response.getUrn(), type, name, inputs, sealed, options: optionsOf(request) });
      }
      answer(error, response);
    });
  return recording;
}

/** Not among the SDK's types; its public neighbour, `disconnect`, would end the run as well. */
const { waitForRPCs } = pulumi.runtime as unknown as { waitForRPCs: () => Promise<void> };

/** Waits until everything that a program constructed has been registered, its `apply`s included. */
export const settled = (): Promise<void> => waitForRPCs();

/** Runs a program to its end and gives what it registered. */
export async function record(program: () => unknown, stage: Stage = {}): Promise<Recording> {
  const { stackTraceLimit } = Error;
  // Pulumi notes where each promise was made, and tsx maps each line of that to its source: most of the time of a test.
  Error.stackTraceLimit = 1;
  try {
    const recording = await begin(stage);
    await program();
    await settled();
    return recording;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The value of an output. */
export function valueOf<Value>(output: pulumi.Output<Value>): Promise<Value> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}
