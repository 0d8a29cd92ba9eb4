import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

type Properties = Record<string, unknown>;

/** What the provider answers to the question what a change of inputs would do: by path, whether it replaces. */
export type Diff = ReadonlyMap<string, boolean>;

interface Answer {
  getInputs(): { toJavaScript(): Properties };
  getProperties(): { toJavaScript(): Properties };
  getFailuresList(): { getReason(): string }[];
  getDetaileddiffMap(): { entries(): Iterable<[string, { getKind(): number }]> };
}

type Request = Record<string, (value: unknown) => void>;

interface Protocol {
  ResourceProviderClient: new (
    address: string,
    credentials: unknown,
  ) => Record<string, (request: Request, answer: (error: Error | null, response: Answer) => void) => void>;
}

const load = createRequire(__filename);
const sdk = createRequire(load.resolve("@pulumi/pulumi"));
const grpc = sdk("@grpc/grpc-js") as { credentials: { createInsecure(): unknown } };
const { ResourceProviderClient } = sdk("@pulumi/pulumi/proto/provider_grpc_pb.js") as Protocol;
const messages = sdk("@pulumi/pulumi/proto/provider_pb.js") as Record<string, new () => Request>;
const { Struct } = sdk("google-protobuf/google/protobuf/struct_pb.js") as {
  Struct: { fromJavaScript(value: Properties): unknown };
};
const { version } = load("@pulumi/docker/package.json") as { version: string };

/** What the SDK sends for a value that is not known yet. */
const notKnown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const id = "0123456789abcdef";

/** The docker provider's own process, asked as the engine asks it. */
export class DockerProvider {
  readonly #process;
  readonly #client: Promise<InstanceType<Protocol["ResourceProviderClient"]>>;

  constructor() {
    const file = join(
      process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi"),
      `plugins/resource-docker-v${version}/pulumi-resource-docker`,
    );
    const child = spawn(existsSync(file) ? file : "pulumi-resource-docker", ["127.0.0.1:1"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    this.#process = child;
    this.#client = new Promise((ready, fail) => {
      child.once("error", fail);
      child.stdout.once("data", (port: Buffer) =>
        ready(new ResourceProviderClient(`127.0.0.1:${port.toString().trim()}`, grpc.credentials.createInsecure())),
      );
    });
  }

  async configure(): Promise<void> {
    const host = process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock";
    await this.#ask("configure", "ConfigureRequest", { Args: Struct.fromJavaScript({ host }) });
  }

  /** What changing the inputs of a resource that exists would do. */
  async diff(type: string, before: Properties, after: Properties): Promise<Diff> {
    const urn = `urn:pulumi:stack::project::${type}::one`;
    const inputs = await this.#check(urn, before, {});
    const created = await this.#ask("create", "CreateRequest", {
      Urn: urn,
      Properties: Struct.fromJavaScript(inputs),
      Preview: true,
    });
    const state = { ...known(created.getProperties().toJavaScript()), id };
    const there = await this.#diff(urn, inputs, state, await this.#check(urn, before, inputs));
    const wanted = await this.#diff(urn, inputs, state, await this.#check(urn, after, inputs));
    return new Map([...wanted].filter(([path]) => !there.has(path)));
  }

  end(): void {
    this.#process.kill();
  }

  async #check(Urn: string, news: Properties, olds: Properties): Promise<Properties> {
    const answer = await this.#ask("check", "CheckRequest", {
      Urn,
      News: Struct.fromJavaScript(news),
      Olds: Struct.fromJavaScript(olds),
      Randomseed: Buffer.alloc(32, 1),
    });
    const failures = answer.getFailuresList().map((failure) => failure.getReason());
    if (failures.length > 0) throw new Error(`${JSON.stringify(news)}: ${failures.join("; ")}`);
    return answer.getInputs().toJavaScript();
  }

  async #diff(Urn: string, inputs: Properties, state: Properties, news: Properties): Promise<Diff> {
    const answer = await this.#ask("diff", "DiffRequest", {
      Urn,
      Id: id,
      OldInputs: Struct.fromJavaScript(inputs),
      Olds: Struct.fromJavaScript(state),
      News: Struct.fromJavaScript(news),
    });
    const entries = [...answer.getDetaileddiffMap().entries()];
    // ADD_REPLACE, DELETE_REPLACE and UPDATE_REPLACE are the odd ones.
    return new Map(entries.map(([path, detail]) => [path, detail.getKind() % 2 === 1]));
  }

  async #ask(method: string, message: string, fields: Record<string, unknown>): Promise<Answer> {
    const Message = messages[message];
    const client = await this.#client;
    if (Message === undefined) throw new Error(`the SDK has no ${message}`);
    const request = new Message();
    for (const [field, value] of Object.entries(fields)) request[`set${field}`]?.(value);
    return new Promise((done, fail) =>
      client[method]?.(request, (error, response) => (error === null ? done(response) : fail(error))),
    );
  }
}

/** What the engine fills in where the program says nothing; any other computed value is a text. */
const filledIn: Properties = {
  command: [],
  entrypoints: [],
  envs: [],
  exitCode: 0,
  healthcheck: undefined,
  init: false,
  internal: false,
  ipamConfigs: [{ subnet: "172.31.0.0/16", gateway: "172.31.0.1" }],
  labels: [],
  networkDatas: [],
  options: {},
  ports: [],
  securityOpts: [],
  shmSize: 64,
  stopTimeout: 0,
  endpointSpec: undefined,
  mode: undefined,
};

/** A state as it is after the creation. */
function known(state: Properties): Properties {
  const entries = Object.entries(state).map(([key, value]) => [
    key,
    value === notKnown ? (key in filledIn ? filledIn[key] : "filled in") : without(value),
  ]);
  // A message has no place for undefined.
  return JSON.parse(JSON.stringify(Object.fromEntries(entries))) as Properties;
}

/** Without what is not known within it. */
function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without).filter((item) => item !== undefined);
  if (typeof value !== "object" || value === null) return value === notKnown ? undefined : value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, without(part)]));
}
