import type * as pulumi from "@pulumi/pulumi";

/** Values as they are: outputs resolved, secrets opened, what only an update would know as the symbol {@link unknown}. */
export type Plain = Readonly<Record<string, unknown>>;

/** Stands for a value that a preview does not know yet. */
export const unknown: unique symbol = Symbol("unknown until the update");

/** Options of a resource as they were registered: inherited ones included, other resources by their name. */
export interface TestOptions {
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Undefined where the program leaves it to the provider. */
  readonly deleteBeforeReplace: boolean | undefined;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly TestAlias[];
  /** Urn and id of the explicit provider, `URN::ID`; undefined for the default one. */
  readonly provider: string | undefined;
  readonly customTimeouts: { readonly create?: string; readonly update?: string; readonly delete?: string };
  /** Id of the existing resource that is adopted. */
  readonly import: string | undefined;
  readonly version: string | undefined;
  readonly deletedWith: string | undefined;
}

/** A name that a resource had before: a whole URN, or what differs. */
export interface TestAlias {
  readonly urn?: string;
  readonly name?: string;
  readonly type?: string;
  readonly stack?: string;
  readonly project?: string;
  readonly parentUrn?: string;
  readonly noParent?: boolean;
}

/** A resource that a program registered under mocks. */
export interface TestResource {
  readonly urn: string;
  /** Type token, such as `docker:index/container:Container`. */
  readonly type: string;
  /** Pulumi's name: the first argument of the constructor. */
  readonly name: string;
  /** Undefined for components, and in a preview. */
  readonly id: string | undefined;
  /** False for components. */
  readonly custom: boolean;
  /** True for what is only looked at and belongs to somebody else: `docker.Network.get(...)`, a StackReference. */
  readonly existing: boolean;
  /** What the provider would be asked for. */
  readonly inputs: Plain;
  /** What mocks answered, inputs included; of a component what it registered as its outputs. */
  readonly outputs: Plain;
  /** Paths of the inputs that are secret, such as `envs` or `uploads[0].content`. */
  readonly secrets: readonly string[];
  readonly options: TestOptions;
  /** The component it belongs to; undefined at the top of the stack. */
  readonly parent: TestResource | undefined;
  readonly children: readonly TestResource[];
  /** What it waits for: by `dependsOn`, or because an input comes from there. */
  readonly dependencies: readonly TestResource[];
  /** For each input that comes from other resources: which. */
  readonly propertyDependencies: Readonly<Record<string, readonly TestResource[]>>;
  /** The object that the program made. */
  readonly instance: pulumi.Resource;
}
