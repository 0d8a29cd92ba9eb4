import { tmpdir } from "node:os";
import { isSecret, partPath, secretTexts } from "../match/path";
import { isList, isRecord } from "../match/values";
import { unknown, type Plain, type TestAlias, type TestResource } from "../test-resource";
import type { TestStack } from "../test-stack";
import { newSalt, sealer, type Seal } from "./seal";

/**
 * What one version of a program registered, as plain data for a JSON file beside the tests. A secret is in it only as
 * `{ "[secret]": seal }`: enough to see that it has changed.
 */
export interface RecordedStack {
  /** Of this format. */
  readonly format: 1;
  readonly project: string;
  readonly stack: string;
  /** What secrets were sealed with. */
  readonly salt: string;
  readonly resources: readonly RecordedResource[];
}

export interface RecordedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** False for components. */
  readonly custom: boolean;
  /** Under mocks: made from the name. */
  readonly id?: string;
  readonly parent?: string;
  readonly inputs: Plain;
  /** Those that differ from Pulumi's own. */
  readonly options?: RecordedOptions;
  /** For each input that comes from other resources: their URNs. */
  readonly from?: Readonly<Record<string, readonly string[]>>;
}

/** Options that decide what becomes of a resource. */
export interface RecordedOptions {
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly deleteBeforeReplace?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly aliases?: readonly TestAlias[];
}

export interface RecordOptions {
  /** The recording that this one takes the place of: with its salt, secrets that stayed read the same. @default none */
  readonly since?: RecordedStack;
}

/** A stack as data that can be kept and compared later. */
export function recordStack(
  stack: Pick<TestStack, "resources" | "secretConfig">,
  options: RecordOptions = {},
): RecordedStack {
  const salt = options.since?.salt ?? newSalt();
  const { resources } = stack;
  const [project, name] = stackOf(resources[0]?.urn);
  const hide = { seal: sealer(salt), texts: secretsOf(resources, stack.secretConfig) };
  // What belongs to somebody else no update of this program touches.
  const own = resources.filter(({ existing }) => !existing);
  return { format: 1, project, stack: name, salt, resources: own.map((resource) => recordOf(resource, hide)) };
}

export const isRecording = (value: object): value is RecordedStack => "format" in value && "salt" in value;

const stackOf = (urn = ""): [project: string, stack: string] => {
  const [start = "", project = ""] = urn.split("::");
  return [project, start.split(":")[2] ?? ""];
};

type Loose<Type> = { [Key in keyof Type]: Type[Key] | undefined };

interface Hiding {
  readonly seal: Seal;
  /** Texts that are secret wherever they stand. */
  readonly texts: readonly string[];
}

function recordOf(resource: TestResource, hide: Hiding): RecordedResource {
  const { urn, type, name, custom, id, parent, inputs, secrets, options } = resource;
  const from = Object.entries(resource.propertyDependencies).filter(([, of]) => of.length > 0);
  const record: Loose<RecordedResource> = {
    urn,
    type,
    name,
    custom,
    id,
    parent: parent?.urn,
    inputs: plain(inputs, "", secrets, hide) as Plain,
    options: givenOptions(options),
    from: from.length === 0 ? undefined : Object.fromEntries(from.map(([key, of]) => [key, of.map((one) => one.urn)])),
  };
  // As a file has it: nothing that is undefined.
  return JSON.parse(JSON.stringify(record)) as RecordedResource;
}

function givenOptions(options: TestResource["options"]): RecordedOptions | undefined {
  const { protect, retainOnDelete, deleteBeforeReplace, ignoreChanges, replaceOnChanges, aliases } = options;
  const given = Object.entries({
    protect: protect || undefined,
    retainOnDelete: retainOnDelete || undefined,
    deleteBeforeReplace,
    ignoreChanges: some(ignoreChanges),
    replaceOnChanges: some(replaceOnChanges),
    aliases: some(aliases),
  }).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

const some = <Item>(list: readonly Item[]): readonly Item[] | undefined => (list.length === 0 ? undefined : list);

function plain(value: unknown, path: string, secrets: readonly string[], hide: Hiding): unknown {
  if (value === undefined) return undefined;
  if (isSecret(path, secrets)) return { "[secret]": hide.seal(value) };
  if (value === unknown) return { "[unknown]": true };
  if (typeof value === "string")
    return hide.texts.some((text) => value.includes(text)) ? { "[secret]": hide.seal(value) } : withoutFolders(value);
  if (isList(value)) return value.map((item, index) => plain(item, partPath(path, index), secrets, hide));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, plain(part, partPath(path, key), secrets, hide)]);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1)));
}

/** A shorter text would be found by chance. */
const shortest = 6;

/** Secrets that might stand elsewhere too, where the program forgot to mark them. */
function secretsOf(resources: readonly TestResource[], secretConfig: readonly string[]): string[] {
  const found = resources.flatMap(({ inputs, secrets }) => secretTexts(inputs, secrets));
  return [...new Set([...secretConfig, ...found])].filter((text) => text.length >= shortest);
}

/** Folders that are others on each machine: the checkout, and the one for temporary files. */
const withoutFolders = (text: string): string => replaced(replaced(text, process.cwd(), "."), tmpdir(), "/tmp");

/** Not the root, which every path has. */
const replaced = (text: string, folder: string, by: string): string =>
  folder.length === 1 ? text : text.replaceAll(folder, by);
