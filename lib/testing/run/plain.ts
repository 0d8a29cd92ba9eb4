import { isUnknown, runtime } from "@pulumi/pulumi";
import { unknown, type Plain } from "../test-resource";

/** The keys by which the SDK marks what is no plain value on its way to the engine. */
const signatures = {
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const;

/** Values with every envelope opened, and where the secret ones were. */
export interface Opened {
  values: Plain;
  secrets: string[];
}

type Marked = Record<string, unknown>;

/** Opens what the SDK has wrapped for the engine: secrets, unknown values, assets, references to resources. */
export function opened(wire: Readonly<Record<string, unknown>>): Opened {
  const secrets: string[] = [];
  const open = (value: unknown, path: string): unknown => {
    if (value === runtime.unknownValue) return unknown;
    if (Array.isArray(value)) return value.map((item, index) => open(item, `${path}[${index}]`));
    if (isUnknown(value)) return unknown;
    if (typeof value !== "object" || value === null) return value;
    const marked = value as Marked;
    switch (marked[runtime.specialSigKey]) {
      case undefined:
        return children(marked, path);
      case runtime.specialSecretSig:
        secrets.push(path);
        return open(marked["value"], path);
      case signatures.output:
        if (marked["secret"] === true) secrets.push(path);
        return "value" in marked ? open(marked["value"], path) : unknown;
      case signatures.resource:
        return { urn: marked["urn"], id: open(marked["id"], path) };
      default:
        return children(withoutMark(marked), path);
    }
  };
  const children = (object: Marked, path: string): Marked => {
    const result: Marked = {};
    for (const key in object) result[key] = open(object[key], path === "" ? key : `${path}.${key}`);
    return result;
  };
  return { values: children(wire, ""), secrets };
}

function withoutMark({ [runtime.specialSigKey]: mark, ...rest }: Marked): Marked {
  return rest;
}

/** The values of the wire with these properties made secret, as a provider's schema or an option says they are. */
export function sealed(
  wire: Readonly<Record<string, unknown>>,
  properties: readonly string[],
): Record<string, unknown> {
  const seal = (value: unknown): unknown =>
    (value as Marked | null | undefined)?.[runtime.specialSigKey] === runtime.specialSecretSig
      ? value
      : { [runtime.specialSigKey]: runtime.specialSecretSig, value };
  return Object.fromEntries(
    Object.entries(wire).map(([key, value]) => [key, properties.includes(key) ? seal(value) : value]),
  );
}
