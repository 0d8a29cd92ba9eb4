import * as pulumi from "@pulumi/pulumi";
import type { ContainerSpec } from "../../spec/service-spec";

/** What a container or volume of the stack is for. */
export type Role = "service" | "files" | "setup" | "data" | "scratch";

/** What every name on the engine begins with: two stacks on one host never meet. */
export const stackPrefix = (): string => `${pulumi.getProject()}-${pulumi.getStack()}`;

/** The stack as labels name it. */
export const stackLabel = (): string => `${pulumi.getProject()}/${pulumi.getStack()}`;

/**
 * Names that stay: a volume found again after `destroy`, a container found again after an interruption, an upstream
 * that can be written into a proxy's configuration.
 */
export const engineName = (name: string, suffix?: string): string =>
  suffix === undefined ? `${stackPrefix()}-${name}` : `${stackPrefix()}-${name}-${suffix}`;

/** Labels in a fixed order. The image's version, not the library's: an upgrade of the library alone replaces nothing. */
export const labels = (
  spec: Pick<ContainerSpec, "name" | "component">,
  role: Role,
  more: Record<string, pulumi.Input<string>> = {},
): { label: string; value: pulumi.Input<string> }[] =>
  Object.entries({
    "plimsoll.component": spec.component,
    "plimsoll.role": role,
    "plimsoll.service": spec.name,
    "plimsoll.stack": stackLabel(),
    ...more,
  })
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([label, value]) => ({ label, value }));
