import type * as pulumi from "@pulumi/pulumi";
import { createRequire } from "node:module";

/** What the SDK keeps of one program: configuration, monitor, registrations under way. */
export interface ProgramStore {
  /** A server for the engine's calls, where the program has transforms or hooks. */
  callbacks?: Callbacks;
  /** Connections to the engine of this program. */
  settings: {
    monitor?: { close?(): void };
    engine?: { close?(): void; log?: (request: unknown, answer: () => void) => void };
  };
  logErrorCount: number;
}

/** Calls by token: the SDK answers with what it would send to the engine. */
export interface Callbacks {
  _callbacks: Map<string, (request: Uint8Array) => Promise<unknown>>;
  shutdown(): void;
}

/** A request of the SDK to register or read a resource, as far as the kit reads it. */
export interface ResourceRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getVersion(): string;
  getDependenciesList(): string[];
  getAdditionalsecretoutputsList(): string[];
}

export interface RegisterRequest extends ResourceRequest {
  getCustom(): boolean;
  getObject(): Struct | undefined;
  getProtect(): boolean | undefined;
  getRetainondelete(): boolean | undefined;
  getDeletebeforereplace(): boolean;
  getDeletebeforereplacedefined(): boolean;
  getIgnorechangesList(): string[];
  getReplaceonchangesList(): string[];
  getAliasesList(): AliasMessage[];
  getImportid(): string;
  getDeletedwith(): string;
  getCustomtimeouts(): { getCreate(): string; getUpdate(): string; getDelete(): string } | undefined;
  getTransformsList(): { getToken(): string }[];
  getPropertydependenciesMap(): { entries(): Iterable<[string, { getUrnsList(): string[] }]> };
}

/** A request as its sender's transforms may change it. */
export interface ChangeableRequest extends RegisterRequest {
  setObject(value: Struct | undefined): void;
  setDependenciesList(value: string[]): void;
  setIgnorechangesList(value: string[]): void;
  setReplaceonchangesList(value: string[]): void;
  setAliasesList(value: AliasMessage[]): void;
  setProvider(value: string): void;
  setAdditionalsecretoutputsList(value: string[]): void;
  setImportid(value: string): void;
  setProtect(value: boolean): void;
  setRetainondelete(value: boolean): void;
  setDeletebeforereplace(value: boolean): void;
  setDeletebeforereplacedefined(value: boolean): void;
}

export interface ReadRequest extends ResourceRequest {
  getId(): string;
  getProperties(): Struct | undefined;
}

export interface OutputsRequest {
  getUrn(): string;
  getOutputs(): Struct | undefined;
}

export interface Struct {
  toJavaScript(): Record<string, unknown>;
}

/** The class of a value on the wire, by one of its objects. */
export const structOf = (one: Struct): { fromJavaScript(values: Record<string, unknown>): Struct } =>
  one.constructor as unknown as { fromJavaScript(values: Record<string, unknown>): Struct };

export interface AliasMessage {
  hasUrn(): boolean;
  getUrn(): string;
  getSpec():
    | {
        getName(): string;
        getType(): string;
        getStack(): string;
        getProject(): string;
        getParenturn(): string;
        getNoparent(): boolean;
      }
    | undefined;
}

export interface ResourceAnswer {
  getUrn(): string;
  getId?(): string;
  getObject?(): Struct | undefined;
  setObject?(value: Struct): void;
  getProperties?(): Struct | undefined;
}

type Answer<Response> = (error: unknown, response?: Response) => void;

/** The SDK's stand-in for the engine, as `setMocks` makes it. */
export interface MockMonitor {
  newUrn: (parent: string, type: string, name: string) => string;
  registerResource(request: ChangeableRequest, answer: Answer<ResourceAnswer>): Promise<void>;
  readResource(request: ReadRequest, answer: Answer<ResourceAnswer>): Promise<void>;
  registerStackTransform(callback: { getToken(): string }, answer: Answer<unknown>): void;
  registerResourceOutputs(request: OutputsRequest, answer: Answer<unknown>): void;
  /** Missing in the SDK's own. */
  call?: (request: { getTok(): string }, answer: Answer<never>) => void;
}

interface StateModule {
  withLocalStorage: <Result>(run: () => Promise<Result>) => Promise<Result>;
  getLocalStore: () => ProgramStore | undefined;
}

interface DebuggableModule {
  debuggablePromise: <Value>(promise: Promise<Value>, about?: unknown) => Promise<Value>;
}

const load = createRequire(__filename);

/**
 * What the SDK has and does not document: the context of one program, which its own Automation API uses to run several
 * in one process. It is the one way to keep two tests apart; without it everything is global.
 */
export const { withLocalStorage, getLocalStore } = load("@pulumi/pulumi/runtime/state") as StateModule;

/** Contexts in which promises are left as they are. */
const plainContexts = new WeakSet<object>();
let replaced = false;

/**
 * The SDK writes a stack trace for each of its promises, to tell at the process's end which were left. The kit finds those by
 * itself, and without the traces a run takes a seventh of the time (bench/testing). Other programs of the process keep theirs.
 */
export function leavePromises(context: object): void {
  plainContexts.add(context);
  if (replaced) return;
  replaced = true;
  const debuggable = load("@pulumi/pulumi/runtime/debuggable") as DebuggableModule;
  const traced = debuggable.debuggablePromise;
  debuggable.debuggablePromise = (promise, about) => {
    const store = getLocalStore();
    return store !== undefined && plainContexts.has(store) ? promise : traced(promise, about);
  };
}

/** What a program that failed still has under way comes to its end within this time. */
const lastWordsMs = 2000;

/**
 * Ends a program's connections to its engine, which the SDK leaves open: each tries for ever to reach a port on which nobody
 * listens any more, and when a later engine of the process gets that port, its program fails as "UNAVAILABLE" (seen after
 * some hundred runs in one process).
 */
export function closeConnections({ settings: { monitor, engine } }: ProgramStore): void {
  // One log that can't be delivered would keep every later one of the process from being delivered: the SDK chains them.
  if (engine !== undefined) engine.log = (_, answer) => answer();
  setTimeout(() => {
    monitor?.close?.();
    engine?.close?.();
  }, lastWordsMs).unref();
}

/** Not among the SDK's types; its public neighbour, `disconnect`, would end the run as well. */
export const waitForRegistrations = (runtime: typeof pulumi.runtime): Promise<void> =>
  (runtime as unknown as { waitForRPCs: () => Promise<void> }).waitForRPCs();
