import { createRequire } from "node:module";
import {
  getLocalStore,
  type AliasMessage,
  type ChangeableRequest,
  type MockMonitor,
  type RegisterRequest,
  type Struct,
} from "./pulumi-internals";

/** Options as a transform gets and gives them. */
interface OptionsMessage {
  getDependsOnList(): string[];
  setDependsOnList(value: string[]): void;
  getProtect(): boolean | undefined;
  setProtect(value: boolean): void;
  getIgnoreChangesList(): string[];
  setIgnoreChangesList(value: string[]): void;
  getReplaceOnChangesList(): string[];
  setReplaceOnChangesList(value: string[]): void;
  getAliasesList(): AliasMessage[];
  setAliasesList(value: AliasMessage[]): void;
  getProvider(): string;
  setProvider(value: string): void;
  getDeleteBeforeReplace(): boolean | undefined;
  setDeleteBeforeReplace(value: boolean): void;
  getRetainOnDelete(): boolean | undefined;
  setRetainOnDelete(value: boolean): void;
  getAdditionalSecretOutputsList(): string[];
  setAdditionalSecretOutputsList(value: string[]): void;
  getImport(): string;
  setImport(value: string): void;
}

interface TransformRequest {
  setType(value: string): void;
  setName(value: string): void;
  setCustom(value: boolean): void;
  setParent(value: string): void;
  setProperties(value: Struct | undefined): void;
  setOptions(value: OptionsMessage): void;
  serializeBinary(): Uint8Array;
}

interface TransformResponse {
  getProperties(): Struct | undefined;
  getOptions(): OptionsMessage | undefined;
}

interface Messages {
  TransformRequest: new () => TransformRequest;
  TransformResourceOptions: new () => OptionsMessage;
}

const load = createRequire(__filename);

/**
 * Runs transforms as the engine does, which mocks leave out: a resource's own first, then its parents', then the stack's;
 * each sees what the one before has made of inputs and options.
 */
export class Transforms {
  readonly #byUrn = new Map<string, { tokens: string[]; parent: string }>();
  readonly #ofStack: string[] = [];

  /** Sees transforms of the whole stack when they are registered. */
  watch(monitor: MockMonitor): void {
    const register = monitor.registerStackTransform.bind(monitor);
    monitor.registerStackTransform = (request, answer) => {
      this.#ofStack.push(request.getToken());
      register(request, answer);
    };
  }

  /** Changes a request as the transforms that meet it say. */
  async apply(request: ChangeableRequest, urn: string): Promise<void> {
    const tokens = request.getTransformsList().map((callback) => callback.getToken());
    const parent = request.getParent();
    this.#byUrn.set(urn, { tokens, parent });
    for (const token of [...tokens, ...this.#inherited(parent), ...this.#ofStack]) await transform(request, token);
  }

  #inherited(parent: string): string[] {
    const found = this.#byUrn.get(parent);
    return found === undefined ? [] : [...found.tokens, ...this.#inherited(found.parent)];
  }
}

async function transform(request: ChangeableRequest, token: string): Promise<void> {
  const run = getLocalStore()?.callbacks?._callbacks.get(token);
  if (run === undefined) return;
  const messages = load("@pulumi/pulumi/proto/resource_pb") as Messages;
  const asked = new messages.TransformRequest();
  asked.setType(request.getType());
  asked.setName(request.getName());
  asked.setCustom(request.getCustom());
  asked.setParent(request.getParent());
  asked.setProperties(request.getObject());
  asked.setOptions(optionsOf(request, new messages.TransformResourceOptions()));
  const response = (await run(asked.serializeBinary())) as TransformResponse;
  request.setObject(response.getProperties());
  const options = response.getOptions();
  if (options !== undefined) takeOptions(request, options);
}

function optionsOf(request: RegisterRequest, options: OptionsMessage): OptionsMessage {
  options.setDependsOnList(request.getDependenciesList());
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setAliasesList(request.getAliasesList());
  options.setProvider(request.getProvider());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  options.setImport(request.getImportid());
  const [protect, retain] = [request.getProtect(), request.getRetainondelete()];
  if (protect !== undefined) options.setProtect(protect);
  if (retain !== undefined) options.setRetainOnDelete(retain);
  if (request.getDeletebeforereplacedefined()) options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  return options;
}

function takeOptions(request: ChangeableRequest, options: OptionsMessage): void {
  request.setDependenciesList(options.getDependsOnList());
  request.setIgnorechangesList(options.getIgnoreChangesList());
  request.setReplaceonchangesList(options.getReplaceOnChangesList());
  request.setAliasesList(options.getAliasesList());
  request.setProvider(options.getProvider());
  request.setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList());
  request.setImportid(options.getImport());
  const [protect, retain, first] = [
    options.getProtect(),
    options.getRetainOnDelete(),
    options.getDeleteBeforeReplace(),
  ];
  if (protect !== undefined) request.setProtect(protect);
  if (retain !== undefined) request.setRetainondelete(retain);
  if (first !== undefined) {
    request.setDeletebeforereplace(first);
    request.setDeletebeforereplacedefined(true);
  }
}
