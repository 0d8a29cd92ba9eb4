import type * as pulumi from "@pulumi/pulumi";
import type { TestResource } from "../test-resource";
import { sealed, type Opened } from "./plain";
import {
  structOf,
  type MockMonitor,
  type OutputsRequest,
  type ResourceAnswer,
  type ResourceRequest,
} from "./pulumi-internals";
import { plain, reading, registration, type About } from "./registration";
import { Transforms } from "./transforms";

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** A resource that a program has constructed; `registered` holds it once the engine would know it. */
export interface Constructed {
  type: string;
  name: string;
  instance: pulumi.Resource;
  /** The arguments as the constructor passed them on, promises and outputs among them. */
  props: Readonly<Record<string, unknown>>;
  parent: pulumi.Resource | undefined;
  registered?: Writable<TestResource>;
}

const stackType = "pulumi:pulumi:Stack";

/**
 * Everything that one program constructs and registers, in the program's order. Pulumi's mocks see neither options nor
 * order: those are read from the constructor, by a transformation of the whole stack, and from the registration itself.
 */
export class Recorder {
  readonly constructed: Constructed[] = [];
  /** What the program exported. */
  stackOutputs: Opened = { values: {}, secrets: [] };
  /** Counts whatever happens, so that others notice when nothing does. */
  events = 0;
  readonly #byUrn = new Map<string, Writable<TestResource>>();
  readonly #byInstance = new Map<pulumi.Resource, Constructed>();
  readonly #waiting = new Map<string, Constructed[]>();
  readonly #faults: Error[] = [];
  readonly #transforms = new Transforms();

  /** Registrations that the engine would have refused. */
  get faults(): readonly Error[] {
    return this.#faults;
  }

  /** Sees each resource when it is constructed. */
  readonly transformation: pulumi.ResourceTransformation = ({ resource, type, name, props, opts }) => {
    // A reference to a resource that was registered already, made again by the SDK.
    if (opts.urn !== undefined) return undefined;
    this.events++;
    const entry: Constructed = {
      type,
      name,
      instance: resource,
      props: props,
      parent: opts.parent,
    };
    this.constructed.push(entry);
    this.#byInstance.set(resource, entry);
    const key = `${type}|${name}`;
    this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), entry]);
    return undefined;
  };

  /** Sees each registration, by standing before the monitor's own functions. */
  watch(monitor: MockMonitor, stack: { project: string; name: string }): void {
    const register = monitor.registerResource.bind(monitor);
    const read = monitor.readResource.bind(monitor);
    const outputs = monitor.registerResourceOutputs.bind(monitor);
    // The SDK's own drops grandparents, and shows the stack among the types.
    monitor.newUrn = (parent, type, name) => {
      const parents = parent === "" ? "" : (parent.split("::")[2] ?? "");
      const qualified = parents === "" || parents === stackType ? type : `${parents}$${type}`;
      return `urn:pulumi:${stack.name}::${stack.project}::${qualified}::${name}`;
    };
    this.#transforms.watch(monitor);
    monitor.registerResource = async (request, answer) => {
      const urn = monitor.newUrn(request.getParent(), request.getType(), request.getName());
      try {
        await this.#transforms.apply(request, urn);
      } catch (error) {
        return answer(error);
      }
      return register(request, (error, response) => {
        this.events++;
        if (response) {
          sealOutputs(request, response);
          this.#note(request, response, () => registration(request, response));
        }
        answer(error, response);
      });
    };
    monitor.readResource = (request, answer) =>
      read(request, (error, response) => {
        this.events++;
        if (response) this.#note(request, response, () => reading(request, response));
        answer(error, response);
      });
    monitor.registerResourceOutputs = (request, answer) => {
      this.#noteOutputs(request);
      outputs(request, answer);
    };
  }

  /** The resources in the program's order, each knowing its neighbours. */
  resources(): TestResource[] {
    return this.constructed.flatMap(({ registered }) => (registered === undefined ? [] : [registered]));
  }

  #note(request: ResourceRequest, response: ResourceAnswer, about: () => About): void {
    const urn = response.getUrn();
    if (request.getType() === stackType) return;
    const entry = this.#entryOf(request);
    if (entry === undefined) return;
    if (this.#byUrn.has(urn))
      this.#faults.push(
        new Error(
          `Two resources have the URN ${urn}, and Pulumi refuses the second: give one of them another name or another parent.`,
        ),
      );
    const known = about();
    const parent = this.#byUrn.get(request.getParent());
    const named = (urns: string[]): TestResource[] => urns.flatMap((one) => this.#byUrn.get(one) ?? []);
    const resource: Writable<TestResource> & { children: TestResource[] } = {
      urn,
      type: request.getType(),
      name: request.getName(),
      ...known,
      parent,
      children: [],
      dependencies: named(request.getDependenciesList()),
      propertyDependencies: Object.fromEntries(
        Object.entries(known.propertyDependencies).map(([property, urns]) => [property, named(urns)]),
      ),
      instance: entry.instance,
    };
    entry.registered = resource;
    this.#byUrn.set(urn, resource);
    (parent?.children as TestResource[] | undefined)?.push(resource);
  }

  #noteOutputs(request: OutputsRequest): void {
    this.events++;
    const opened = plain(request.getOutputs());
    const resource = this.#byUrn.get(request.getUrn());
    if (resource !== undefined) resource.outputs = opened.values;
    else if (request.getUrn().includes(`::${stackType}::`)) this.stackOutputs = opened;
  }

  /** Of several of one name, the one whose parent is the registration's. */
  #entryOf(request: ResourceRequest): Constructed | undefined {
    const key = `${request.getType()}|${request.getName()}`;
    const waiting = this.#waiting.get(key) ?? [];
    const parent = request.getParent();
    const found =
      waiting.length < 2
        ? waiting[0]
        : (waiting.find((one) => (one.parent && this.#byInstance.get(one.parent)?.registered?.urn) === parent) ??
          waiting[0]);
    this.#waiting.set(
      key,
      waiting.filter((one) => one !== found),
    );
    return found;
  }
}

/** Mocks leave open what a provider's SDK, or the program, says is secret: a generated password. */
function sealOutputs(request: ResourceRequest, response: ResourceAnswer): void {
  const secret = request.getAdditionalsecretoutputsList();
  const object = response.getObject?.();
  if (secret.length === 0 || object === undefined) return;
  response.setObject?.(structOf(object).fromJavaScript(sealed(object.toJavaScript(), secret)));
}
