import type * as pulumi from "@pulumi/pulumi";
import type { TestResource } from "./test-resource";

/** What resources are asked for by: a class, or a type token such as `docker:index/container:Container`. */
export type ResourceKind = string | (abstract new (...args: never[]) => pulumi.Resource);

/**
 * The type token of a class. Classes of provider SDKs carry theirs; a component's is found at its instances. A class may
 * have been loaded twice, for the test and for the program: then its name tells.
 */
export function typeOf(kind: ResourceKind, resources: readonly TestResource[]): string {
  if (typeof kind === "string") return kind;
  const { __pulumiType: token } = kind as { __pulumiType?: unknown };
  if (typeof token === "string") return token;
  const made =
    resources.find(({ instance }) => instance instanceof kind) ??
    resources.find(({ instance }) => instance.constructor.name === kind.name);
  return made?.type ?? kind.name;
}
