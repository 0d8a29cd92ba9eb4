import type { TestAlias, TestOptions, TestResource } from "../test-resource";
import { opened } from "./plain";
import type {
  AliasMessage,
  ReadRequest,
  RegisterRequest,
  ResourceAnswer,
  ResourceRequest,
  Struct,
} from "./pulumi-internals";

/** What a request and its answer tell of a resource by themselves. */
export type About = Pick<TestResource, "id" | "custom" | "existing" | "inputs" | "outputs" | "secrets" | "options"> & {
  propertyDependencies: Record<string, string[]>;
};

export const plain = (struct: Struct | undefined) => opened(struct?.toJavaScript() ?? {});

/** A resource that the engine makes or keeps. */
export function registration(request: RegisterRequest, response: ResourceAnswer): About {
  const { values, secrets } = plain(request.getObject());
  const { __provider: code, ...inputs } = values;
  const timeouts = request.getCustomtimeouts();
  return {
    id: response.getId?.() || undefined,
    custom: request.getCustom(),
    existing: false,
    inputs,
    outputs: request.getCustom() ? plain(response.getObject?.()).values : {},
    secrets,
    options: {
      ...commonOptions(request),
      protect: request.getProtect() ?? false,
      retainOnDelete: request.getRetainondelete() ?? false,
      deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
      ignoreChanges: request.getIgnorechangesList(),
      replaceOnChanges: request.getReplaceonchangesList(),
      aliases: request.getAliasesList().map((message) => alias(message, request.getParent())),
      customTimeouts: given({
        create: timeouts?.getCreate(),
        update: timeouts?.getUpdate(),
        delete: timeouts?.getDelete(),
      }),
      import: request.getImportid() || undefined,
      deletedWith: request.getDeletedwith() || undefined,
    },
    propertyDependencies: Object.fromEntries(
      [...request.getPropertydependenciesMap().entries()].map(([property, urns]) => [property, urns.getUrnsList()]),
    ),
  };
}

/** A resource that exists already and is only looked at: `docker.Network.get(...)`, a StackReference. */
export function reading(request: ReadRequest, response: ResourceAnswer): About {
  const { values, secrets } = plain(request.getProperties());
  return {
    id: request.getId(),
    custom: true,
    existing: true,
    inputs: values,
    outputs: plain(response.getProperties?.()).values,
    secrets,
    options: {
      ...commonOptions(request),
      protect: false,
      retainOnDelete: false,
      deleteBeforeReplace: undefined,
      ignoreChanges: [],
      replaceOnChanges: [],
      aliases: [],
      customTimeouts: {},
      import: undefined,
      deletedWith: undefined,
    },
    propertyDependencies: {},
  };
}

const commonOptions = (
  request: ResourceRequest,
): Pick<TestOptions, "provider" | "version" | "additionalSecretOutputs"> => ({
  provider: request.getProvider() || undefined,
  version: request.getVersion() || undefined,
  additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
});

/** The SDK writes the present parent into each alias that names none. */
function alias(message: AliasMessage, parent: string): TestAlias {
  const spec = message.getSpec();
  if (message.hasUrn() || spec === undefined) return { urn: message.getUrn() };
  const texts = {
    name: spec.getName(),
    type: spec.getType(),
    stack: spec.getStack(),
    project: spec.getProject(),
    parentUrn: spec.getParenturn() === parent ? undefined : spec.getParenturn(),
  };
  return { ...given(texts), ...(spec.getNoparent() ? { noParent: true } : {}) };
}

/** The entries that say something. */
const given = <Key extends string>(texts: Record<Key, string | undefined>): Partial<Record<Key, string>> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => Boolean(text))) as Partial<Record<Key, string>>;
