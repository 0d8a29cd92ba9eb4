import { intersects, satisfies, validRange } from "semver";
import { imageTag } from "../../pinned";
import { pythonBases, pythonVersions, type PythonVersion } from "../../python-bases";
import { supportEnded } from "../../support";
import type { FolderFacts } from "../folder-facts";
import type { Finding, Notes } from "../notes";
import type { Project } from "./project";

/** What is taken when nothing asks for another one. */
export const usualPython: PythonVersion = "3.13";

/** By preference: the usual one, then the newest. */
const series = [usualPython, ...pythonVersions.filter((version) => version !== usualPython)];

/**
 * The Python of the image. `requires-python` says which may run it, .python-version which one its developers run: that is
 * taken where the range allows it. The program's own `pythonVersion` comes before both.
 */
export function findPython(
  facts: FolderFacts,
  project: Project | undefined,
  asked: string | undefined,
  notes: Notes,
): Finding<PythonVersion> {
  const wanted = project?.python;
  const range = wanted === undefined ? undefined : readRange(wanted, notes);
  const from = wanted?.from ?? "the default";
  const chosen = asked === undefined ? readVersionFile(facts, notes) : { value: asked, from: "pythonVersion" };
  if (chosen !== undefined) {
    const version = known(chosen, notes);
    if (version === undefined || range === undefined || allows(range, version))
      return { value: version ?? usualPython, from: chosen.from };
    if (asked !== undefined) {
      notes.fault(`pythonVersion is ${asked}, ${from} does not allow it`, "let both name the same");
      return { value: version, from: chosen.from };
    }
    notes.warn(`${chosen.from} names Python ${version}, ${from} decides`, "let both name the same");
  }
  return { value: range === undefined ? usualPython : fitting(range, from, notes), from };
}

const exactVersion = (version: PythonVersion): string => (imageTag(pythonBases[version]) ?? "").replace(/-.*/, "");
const allows = (range: string, version: PythonVersion): boolean => intersects(range, `${version}.x`);

function fitting(range: string, from: string, notes: Notes): PythonVersion {
  const fits = series.find((version) => satisfies(exactVersion(version), range));
  if (fits !== undefined) return fits;
  const near = series.find((version) => allows(range, version));
  if (near === undefined) {
    refuse(from, /3\.\d+|2\.\d+/.exec(range)?.[0] ?? "", notes);
    return usualPython;
  }
  notes.warn(`${from}, the image has Python ${exactVersion(near)}`, `write ">=${near}"`);
  return near;
}

function readRange({ range, from }: NonNullable<Project["python"]>, notes: Notes): string | undefined {
  const read = pythonRange(range);
  if (read === undefined) notes.fault(`${from} is no range of versions`, 'write one such as ">=3.12"');
  return read === "*" ? undefined : read;
}

/** A range as PEP 440 or Poetry writes it, in semver's words; undefined where it is neither. */
export function pythonRange(text: string): string | undefined {
  const parts = text
    .split(/,|\s(?=[<>=!~^])/)
    .map((part) => part.replaceAll(/\s+/g, ""))
    .filter((part) => part !== "")
    .map(comparator);
  if (parts.includes(undefined)) return undefined;
  const together = parts.filter((part) => part !== "").join(" ");
  const ranges = excluded(text).reduce(
    (all, [from, to]) => all.flatMap((range) => [`${range} <${from}`, `${range} >=${to}`]),
    [together],
  );
  const range = ranges.join(" || ").trim();
  return range === "" ? "*" : (validRange(range) ?? undefined);
}

/** Series that are left out by `!=3.13.*`: where each begins and ends. */
const excluded = (text: string): [from: string, to: string][] =>
  [...text.matchAll(/!=\s*(\d+)\.(\d+)\.\*/g)].map(([, major = "", minor = ""]) => [
    `${major}.${minor}.0`,
    `${major}.${Number(minor) + 1}.0`,
  ]);

function comparator(part: string): string | undefined {
  // Of a series that is left out is told elsewhere; a version that is says nothing of its series.
  if (/^!=\d+(?:\.(?:\d+|\*))*$/.test(part)) return "";
  const [, operator = "", version = ""] = /^(~=|===?|[<>]=?|\^|~|)(\d+(?:\.\d+)*(?:\.\*)?|\*)$/.exec(part) ?? [];
  if (version === "") return undefined;
  const numbers = version.split(".");
  if (operator === "~=") return numbers.length < 3 ? `^${version}` : `~${version}`;
  if (operator.startsWith("==") || operator === "") return version.replaceAll("*", "x");
  return `${operator}${version.replace(/\.\*$/, "")}`;
}

function readVersionFile(facts: FolderFacts, notes: Notes): Finding<string> | undefined {
  const text = facts.texts[".python-version"]
    ?.split(/\r?\n/)
    .find((line) => line.trim() !== "" && !line.startsWith("#"));
  if (text === undefined) return undefined;
  const version = /^(?:cpython[-@])?(\d+\.\d+)(?:\.\d+)?$/i.exec(text.trim())?.[1];
  if (version !== undefined) return { value: version, from: ".python-version" };
  notes.fault(
    `.python-version says "${text.trim()}", which names no version of Python`,
    `write one such as "${usualPython}"`,
  );
  return undefined;
}

function known({ value, from }: Finding<string>, notes: Notes): PythonVersion | undefined {
  const version = series.find((candidate) => candidate === value);
  if (version === undefined) refuse(from, value, notes);
  return version;
}

function refuse(from: string, version: string, notes: Notes): void {
  const ended = supportEnded("Python", version);
  const why = ended === undefined ? "no base has" : `whose support ended on ${ended}`;
  notes.fault(
    `${from} asks for Python ${version}, ${why}`,
    `move to ${usualPython}; there are ${pythonVersions.toReversed().join(", ")}`,
  );
}
