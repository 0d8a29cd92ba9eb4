import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { label } from "./match/label";
import { isSecret, partPath } from "./match/path";
import { byText, foreign, isList, isRecord, word } from "./match/values";
import { unknown, type TestOptions, type TestResource } from "./test-resource";

/** Text to show in place of a value; undefined leaves it as it is. Secrets and unknown values are never asked about. */
export type Mask = (path: string, value: unknown, resource: TestResource) => string | undefined;

export interface DescribeOptions {
  /** Name of a resource: it is described with all that belongs to it, and nothing else. @default the whole stack */
  readonly of?: string;
  /**
   * What changes with every edit and says nothing, such as the hash of a build's folder: expressions, of which each
   * occurrence in a text becomes `[masked]`, or a function that is asked for each value. @default nothing
   */
  readonly mask?: Mask | readonly RegExp[];
}

/** A longer line is broken at its spaces, or shown by its beginning, its length and its hash: any change is still seen. */
const longLine = 120;
const shownOfLine = 80;

/** A text of more lines is shown by its first ones, its length and its hash. */
const longBlock = 60;
const shownOfBlock = 20;

/**
 * A stack as a text to be read at review and kept beside the test: the tree of its resources with inputs, the options that
 * differ from Pulumi's own, and what each waits for. All in order of names, so that statements may change places. Secrets,
 * unknown values and folders of this machine are not in it; nor are the versions of provider SDKs, which would change it with
 * every update of a package.
 */
export function describeStack(all: readonly TestResource[], { mask, of }: DescribeOptions = {}): string {
  const resources = of === undefined ? all : all.filter((resource) => belongsTo(resource, of));
  const childrenOf = byParent(resources);
  const tree = (parent: TestResource | undefined): string[][] =>
    (childrenOf.get(parent) ?? [])
      .toSorted((one, other) => byText(one.name, other.name) || byText(one.type, other.type))
      .flatMap((resource) => [
        [label(resource), ...indented(body(resource, mask))],
        ...tree(resource).map((lines) => indented(lines)),
      ]);
  const blocks = tree(undefined).map((lines) => lines.join("\n"));
  return blocks.length === 0 ? "(no resources)\n" : `${blocks.join("\n\n")}\n`;
}

const belongsTo = ({ name, parent }: TestResource, owner: string): boolean =>
  name === owner || (parent !== undefined && belongsTo(parent, owner));

/** What belongs to a resource that is not among them stands at the top. */
function byParent(resources: readonly TestResource[]): Map<TestResource | undefined, TestResource[]> {
  const known = new Set<TestResource | undefined>(resources);
  const groups = new Map<TestResource | undefined, TestResource[]>();
  for (const resource of resources) {
    const parent = known.has(resource.parent) ? resource.parent : undefined;
    groups.set(parent, [...(groups.get(parent) ?? []), resource]);
  }
  return groups;
}

function body(resource: TestResource, mask: DescribeOptions["mask"]): string[] {
  const { inputs, secrets, options, dependencies } = resource;
  const waitsFor = [...new Set(dependencies.map(label))].toSorted(byText);
  return [
    ...entries(inputs, "", { secrets, mask: masked(mask, resource) }),
    ...section("(options)", entries(changedOptions(options), "", plainly)),
    ...section(
      "(waits for)",
      waitsFor.map((one) => `- ${one}`),
    ),
  ];
}

interface Style {
  readonly secrets: readonly string[];
  /** Text in place of the value, if any. */
  readonly mask: (path: string, value: unknown) => string | undefined;
}

const plainly: Style = { secrets: [], mask: () => undefined };

function masked(mask: DescribeOptions["mask"], resource: TestResource): Style["mask"] {
  if (mask === undefined) return plainly.mask;
  if (typeof mask === "function") return (path, value) => mask(path, value, resource);
  const everywhere = mask.map(({ source, flags }) => new RegExp(source, `${flags.replace(/[gy]/g, "")}g`));
  return (_, value) => {
    if (typeof value !== "string") return undefined;
    const left = everywhere.reduce((text, expression) => text.replace(expression, "[masked]"), value);
    return left === value ? undefined : left;
  };
}

function entries(record: Readonly<Record<string, unknown>>, path: string, style: Style): string[] {
  const keys = Object.keys(record).filter((key) => record[key] !== undefined);
  return keys
    .toSorted(byText)
    .flatMap((key) =>
      entry(`${plainKey.test(key) ? key : JSON.stringify(key)}:`, record[key], partPath(path, key), style),
    );
}

/** A value behind its key, or behind the dash of a list. */
function entry(head: string, value: unknown, path: string, style: Style): string[] {
  const { first, rest } = rendered(value, path, style);
  // A list of objects: the first of its values stands beside the dash, as in YAML.
  if (first === "" && head === "-") return [`- ${rest[0]?.slice(2) ?? ""}`, ...rest.slice(1)];
  return [first === "" ? head : `${head} ${first}`, ...rest];
}

interface Rendered {
  /** What stands on the line of the key. */
  readonly first: string;
  readonly rest: readonly string[];
}

const inline = (first: string): Rendered => ({ first, rest: [] });

function rendered(value: unknown, path: string, style: Style): Rendered {
  if (isSecret(path, style.secrets)) return inline("[secret]");
  if (value === unknown) return inline("[unknown]");
  const instead = style.mask(path, value);
  if (instead !== undefined) return text(instead, (line) => line);
  if (typeof value === "string") return text(value, scalar);
  if (isList(value)) {
    if (value.length === 0) return inline("[]");
    return {
      first: "",
      rest: indented(value.flatMap((item, index) => entry("-", item, partPath(path, index), style))),
    };
  }
  const kind = foreign(value);
  if (kind !== undefined) return inline(`[${kind}]`);
  if (!isRecord(value)) return inline(word(value));
  const lines = entries(value, path, style);
  return lines.length === 0 ? inline("{}") : { first: "", rest: indented(lines) };
}

/** `quote`: how a text on one line is told from a number or a placeholder. */
function text(given: string, quote: (line: string) => string): Rendered {
  const value = withoutFolders(given);
  const lines = value.split("\n");
  if (lines.length === 1) return oneLine(value, quote);
  const end = lines.at(-1) === "" ? lines.pop() : undefined;
  const shown = lines.length > longBlock ? lines.slice(0, shownOfBlock) : lines;
  const more = lines.length > longBlock ? [`… (${lines.length} lines, sha256 ${hash(value)})`] : [];
  const block = [...shown.map((line) => (line.length > longLine ? shortened(line) : line)), ...more];
  return { first: end === undefined ? "|-" : "|", rest: indented(block) };
}

function oneLine(value: string, quote: (line: string) => string): Rendered {
  if (value.length <= longLine) return inline(quote(value));
  const lines = folded(value);
  return lines === undefined ? inline(shortened(value)) : { first: ">-", rest: indented(lines) };
}

/** A command or a sentence, broken at its spaces; undefined for what has none, or would take too many lines. */
function folded(value: string): string[] | undefined {
  const lines: string[] = [];
  for (const word of value.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > longLine) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.length > shownOfBlock || lines.some(({ length }) => length > longLine) ? undefined : lines;
}

const shortened = (line: string): string =>
  `${line.slice(0, shownOfLine)}… (${line.length} characters, sha256 ${hash(line)})`;

const hash = (value: string): string => createHash("sha256").update(value).digest("hex").slice(0, 12);

/** Folders that are others on each machine: the checkout, and the one for temporary files. */
const withoutFolders = (value: string): string => replaced(replaced(value, process.cwd(), "."), tmpdir(), "/tmp");

function replaced(value: string, folder: string, by: string): string {
  if (folder.length === 1 || !value.includes(folder)) return value;
  const escaped = folder.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return value.replace(new RegExp(`(?<![\\w.-])${escaped}(?![\\w.-])`, "g"), by);
}

const plainKey = /^[\w./@-]+$/;

/** What could be mistaken for a number, a word of YAML, a placeholder, a list or an object stands in quotes. */
const plainText = /^(?:[\w./@=$]|-(?=[\w-]))[\w ./@=$:,;+*%()<>&|?!"'{}-]*$/;
const notPlain = /^(?:true|false|null|undefined|-?\.?\d[\d.]*(?:e[+-]?\d+)?)$|: |[: ]$/i;

const scalar = (value: string): string =>
  plainText.test(value) && !notPlain.test(value) ? value : JSON.stringify(value);

/** What the program, or a component for it, set; `version` is what the provider's SDK gives to each of its resources. */
const changedOptions = ({ version, ...options }: TestOptions): Readonly<Record<string, unknown>> => ({
  ...options,
  protect: options.protect || undefined,
  retainOnDelete: options.retainOnDelete || undefined,
  ignoreChanges: sorted(options.ignoreChanges),
  replaceOnChanges: sorted(options.replaceOnChanges),
  additionalSecretOutputs: sorted(options.additionalSecretOutputs),
  aliases: options.aliases.length === 0 ? undefined : options.aliases,
  customTimeouts: Object.values(options.customTimeouts).some(Boolean) ? options.customTimeouts : undefined,
  provider: reference(options.provider),
  deletedWith: reference(options.deletedWith),
});

const sorted = (names: readonly string[]): string[] | undefined =>
  names.length === 0 ? undefined : names.toSorted(byText);

/** A URN holds the names of stack and project, and a provider's an id besides: type and name say which it is. */
function reference(urn: string | undefined): string | undefined {
  if (urn?.startsWith("urn:pulumi:") !== true) return urn;
  const [, , types = "", name = ""] = urn.split("::");
  return label({ type: types.slice(types.lastIndexOf("$") + 1), name });
}

const section = (head: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [head, ...indented(lines)];

const indented = (lines: readonly string[]): string[] => lines.map((line) => (line === "" ? "" : `  ${line}`));
