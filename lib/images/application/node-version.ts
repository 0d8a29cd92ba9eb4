import { intersects, satisfies, validRange } from "semver";
import { imageTag, nodeBases, type NodeBaseMajor } from "../pinned";
import { supportEnded } from "../support";
import { textOf, type FolderFacts } from "./folder-facts";
import type { Manifest } from "./manifest";
import type { Finding, Notes } from "./notes";

/** What is taken when nothing asks for another one. */
const usual: NodeBaseMajor = 24;

/** By preference: the usual one, then the newest. */
const majors = [
  usual,
  ...Object.keys(nodeBases)
    .map(Number)
    .toSorted((one, other) => other - one),
].filter((major, at, all) => all.indexOf(major) === at) as NodeBaseMajor[];

/**
 * The Node of the image. `engines` says which may run it, .nvmrc or .node-version which one its developers run: that is
 * taken where engines allows it. The program's own `nodeVersion` comes before both.
 */
export function findNode(
  facts: FolderFacts,
  manifest: Manifest,
  asked: number | undefined,
  notes: Notes,
): Finding<NodeBaseMajor> {
  const range = readRange(manifest, notes);
  const chosen = asked === undefined ? readVersionFile(facts, notes) : { value: asked, from: "nodeVersion" };
  const from = range === undefined ? "the default" : `engines.node "${range}" in package.json`;
  if (chosen !== undefined) {
    const major = known(chosen, notes);
    if (major === undefined || range === undefined || allows(range, major))
      return { value: major ?? usual, from: chosen.from };
    if (asked !== undefined) {
      notes.fault(`nodeVersion is ${asked}, engines.node in package.json is "${range}"`, "let both name the same");
      return { value: major, from: chosen.from };
    }
    notes.warn(
      `${chosen.from} names Node ${major}, engines.node in package.json is "${range}" and decides`,
      "let both name the same",
    );
  }
  if (range === undefined) return { value: usual, from };
  return { value: fitting(range, notes), from };
}

const version = (major: NodeBaseMajor): string => (imageTag(nodeBases[major]) ?? "").replace(/-.*/, "");
const allows = (range: string, major: NodeBaseMajor): boolean => intersects(range, `${major}.x`);

function fitting(range: string, notes: Notes): NodeBaseMajor {
  const exact = majors.find((major) => satisfies(version(major), range));
  if (exact !== undefined) return exact;
  const near = majors.find((major) => allows(range, major));
  if (near === undefined) {
    refuse(`engines.node "${range}" in package.json`, Number(/\d+/.exec(range)?.[0]), notes);
    return usual;
  }
  notes.warn(
    `engines.node in package.json is "${range}", the image has Node ${version(near)}`,
    `write "${near}.x" or ">=${near}"`,
  );
  return near;
}

function readRange({ engines }: Manifest, notes: Notes): string | undefined {
  const range = engines?.["node"]?.trim();
  if (range === undefined || range === "" || range === "*") return undefined;
  if (validRange(range) !== null) return range;
  notes.fault(`engines.node in package.json is "${range}", which is no range of versions`, 'write one such as ">=24"');
  return undefined;
}

/** Names of the lines of long-term support, as nvm takes them. */
const lines: Record<string, number> = { "lts/jod": 22, "lts/krypton": 24, "lts/*": usual, lts: usual, node: 26 };

function readVersionFile(facts: FolderFacts, notes: Notes): Finding<number> | undefined {
  for (const file of [".nvmrc", ".node-version"] as const) {
    const text = textOf(facts, file)?.replaceAll(/#.*/g, "").trim();
    if (text === undefined || text === "") continue;
    const major = lines[text.toLowerCase()] ?? Number(/^v?(\d+)(?:\.|$)/.exec(text)?.[1]);
    if (Number.isInteger(major)) return { value: major, from: file };
    notes.fault(`${file} says "${text}", which names no version of Node`, 'write one such as "24"');
  }
  return undefined;
}

function known({ value, from }: Finding<number>, notes: Notes): NodeBaseMajor | undefined {
  const major = majors.find((candidate) => candidate === value);
  if (major === undefined) refuse(from, value, notes);
  return major;
}

function refuse(from: string, major: number, notes: Notes): void {
  const ended = Number.isInteger(major) ? supportEnded("Node.js", major) : undefined;
  const why = ended === undefined ? "no base has" : `whose support ended on ${ended}`;
  notes.fault(`${from} asks for Node ${major}, ${why}`, `move to ${usual}; there are ${majors.toSorted().join(", ")}`);
}
