/** An object that is nothing but its named values, whatever realm it comes from: some test runners give each file its own. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** What the object itself holds under this key: `constructor` and the like are not inherited. */
export const own = (record: object, key: string): unknown =>
  Object.hasOwn(record, key) ? (record as Readonly<Record<string, unknown>>)[key] : undefined;

/** What a value is that is neither plain data nor a matcher, such as an Output or a function; undefined for plain data. */
export function foreign(value: unknown): string | undefined {
  if (typeof value === "function") return "function";
  if (typeof value !== "object" || value === null || isList(value)) return undefined;
  // A resource knows its parent, which knows its children: to walk through one would never end.
  if (isRecord(value)) return Object.hasOwn(value, "propertyDependencies") ? "resource" : undefined;
  // An Output answers every question with another Output, its class's name included.
  if (own(value, "__pulumiOutput") === true) return "Output";
  return value.constructor.name;
}

/** A number, truth value or the like, as it is written. */
export const word = (value: unknown): string => String(value);

/** By the code of their letters: the same on every machine, whatever its language. */
export const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
