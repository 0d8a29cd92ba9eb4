import type { Plain, TestOptions, TestResource } from "../../lib/testing/test-resource";

export const container = "docker:index/container:Container";
export const network = "docker:index/network:Network";
export const component = "plimsoll:index:OptimizedNodeService";

export const noOptions: TestOptions = {
  protect: false,
  retainOnDelete: false,
  deleteBeforeReplace: undefined,
  ignoreChanges: [],
  replaceOnChanges: [],
  additionalSecretOutputs: [],
  aliases: [],
  provider: undefined,
  customTimeouts: {},
  import: undefined,
  version: undefined,
  deletedWith: undefined,
};

type About = Partial<Pick<TestResource, "custom" | "secrets" | "parent" | "dependencies" | "outputs">> & {
  type?: string;
  options?: Partial<TestOptions>;
};

/** A resource as a run would have recorded it, without one. */
export function testResource(name: string, inputs: Plain = {}, about: About = {}): TestResource {
  const { type = container, options, parent, custom = true, outputs = {}, secrets = [], dependencies = [] } = about;
  const resource: TestResource = {
    urn: `urn:pulumi:test::project::${type}::${name}`,
    type,
    name,
    id: custom ? `${name}-id` : undefined,
    custom,
    existing: false,
    inputs,
    outputs: { ...inputs, ...outputs },
    secrets,
    options: { ...noOptions, ...options },
    parent,
    children: [],
    dependencies,
    propertyDependencies: {},
    instance: {} as never,
  };
  (parent?.children as TestResource[] | undefined)?.push(resource);
  return resource;
}
