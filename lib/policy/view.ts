import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import type { ContainerView } from "../container-rules";

const unknown = Symbol("unknown until the update");

/** A container as the policy server shows it. Which inputs are secret it doesn't tell: it has opened them. */
export const viewOf = ({
  name,
  props,
  provider,
}: Pick<ResourceValidationArgs, "name" | "props" | "provider">): ContainerView => ({
  name,
  inputs: plain(() => props) as ContainerView["inputs"],
  secrets: [],
  engine: provider?.urn,
});

/** By what containers may speak of a network. */
export const namesOf = ({ props }: Pick<PolicyResource, "props">): string[] => {
  const { name, id } = plain(() => props) as Record<string, unknown>;
  return [name, id].filter((text) => typeof text === "string");
};

/** The policy server throws where a value is read that a preview does not know; rules want to see it and be silent. */
function plain(read: () => unknown): unknown {
  let value: unknown;
  try {
    value = read();
  } catch {
    return unknown;
  }
  if (typeof value !== "object" || value === null) return value;
  const source = value as Record<string, unknown>;
  if (Array.isArray(value)) return Array.from(value.keys(), (index) => plain(() => source[index]));
  return Object.fromEntries(Object.keys(source).map((key) => [key, plain(() => source[key])]));
}
