import { unknown } from "../test-resource";
import { Matcher, type Place } from "./matcher";
import { isSecret, partPath } from "./path";
import { foreign, isList, isRecord, word } from "./values";

/** Letters of one text, and of a whole value, that a line of a message has room for. */
const longText = 120;
const longValue = 240;

/** How far a text is shown before the letter where it differs. */
const before = 20;

type Shown = Pick<Place, "path" | "secrets">;

const nowhere: Shown = { path: "", secrets: [] };

/** A value in one line: secrets hidden, long texts shortened, "nothing" where there is none. */
export function show(value: unknown, at: Shown = nowhere): string {
  const text = inFull(value, at);
  return text.length > longValue ? `${text.slice(0, longValue)}…` : text;
}

/** Two texts that differ, from shortly before they do: the beginnings of two long files look the same. */
export function showApart(one: string, other: string): [string, string] {
  const at = firstDifference(one, other);
  const start = at > longText / 2 ? at - before : 0;
  return [quote(one, start), quote(other, start)];
}

function inFull(value: unknown, { path, secrets }: Shown): string {
  if (value === undefined) return "nothing";
  if (isSecret(path, secrets)) return "[secret]";
  if (value === unknown) return "[unknown]";
  if (value instanceof Matcher) return value.says;
  if (typeof value === "string") return quote(value);
  const part = (key: string | number, of: unknown): string => inFull(of, { path: partPath(path, key), secrets });
  if (isList(value)) return `[${value.map((item, index) => part(index, item)).join(", ")}]`;
  const kind = foreign(value);
  if (kind !== undefined) return `[${kind}]`;
  if (!isRecord(value)) return word(value);
  const entries = Object.entries(value).filter(([, of]) => of !== undefined);
  return entries.length === 0 ? "{}" : `{ ${entries.map(([key, of]) => `${key}: ${part(key, of)}`).join(", ")} }`;
}

function quote(text: string, start = 0): string {
  const from = start > 0 ? "…" : "";
  const rest = text.slice(start);
  if (rest.length <= longText) return from + JSON.stringify(rest);
  return `${from}${JSON.stringify(rest.slice(0, longText))}… (${text.length} characters)`;
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}
