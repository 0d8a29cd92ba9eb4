import { isList, isRecord } from "./values";

/** Path of a part: `envs` and 0 give `envs[0]`, `healthcheck` and `tests` give `healthcheck.tests`. */
export function partPath(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** Whether the value at this path is secret: by itself, or as part of a value that is. */
export const isSecret = (path: string, secrets: readonly string[]): boolean =>
  secrets.some((secret) => path.startsWith(secret) && ["", ".", "["].includes(path.charAt(secret.length)));

/** The secret paths that lie within this one. */
export const secretsWithin = (path: string, secrets: readonly string[]): readonly string[] =>
  secrets.filter((secret) => secret !== path && (path === "" || isSecret(secret, [path])));

/** Every text in a value that is secret, at whatever depth. */
export function secretTexts(value: unknown, secrets: readonly string[], path = ""): string[] {
  if (typeof value === "string") return isSecret(path, secrets) ? [value] : [];
  if (isList(value)) return value.flatMap((item, index) => secretTexts(item, secrets, partPath(path, index)));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => secretTexts(part, secrets, partPath(path, key)));
}
