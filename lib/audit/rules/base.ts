import { schedulesOf, supportEnded } from "../../images/support";
import { imageTag } from "../../images/pinned";
import type { Found } from "../finding";
import { resolved, type AuditView } from "../view";
import type { AuditRule } from "./rule";

/** A program or a system in the image, in the words of the schedules. */
interface Version {
  program: string;
  version: string;
}

const systems: Readonly<Record<string, { program: string; parts: number }>> = {
  debian: { program: "Debian", parts: 1 },
  ubuntu: { program: "Ubuntu", parts: 2 },
  alpine: { program: "Alpine", parts: 2 },
};

/** Variables by which official images tell what they are of. */
const variables: Readonly<Record<string, { program: string; parts: number }>> = {
  NODE_VERSION: { program: "Node.js", parts: 1 },
  PYTHON_VERSION: { program: "Python", parts: 2 },
  PG_MAJOR: { program: "PostgreSQL", parts: 1 },
};

const firstParts = (version: string, parts: number): string =>
  version.replace(/^v/, "").split(".").slice(0, parts).join(".");

function versionsOf(view: AuditView): Version[] {
  const release = (resolved(view, "etc/os-release") ?? resolved(view, "usr/lib/os-release"))?.entry.text ?? "";
  const field = (name: string): string => new RegExp(`^${name}="?([^"\n]*)`, "m").exec(release)?.[1] ?? "";
  const system = systems[field("ID")];
  const named = Object.entries(variables).flatMap(([name, { program, parts }]) => {
    const value = view.run.env.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
    return value === undefined ? [] : [{ program, version: firstParts(value, parts) }];
  });
  return [
    ...(system === undefined
      ? []
      : [{ program: system.program, version: firstParts(field("VERSION_ID"), system.parts) }]),
    ...named,
  ];
}

const soonDays = 90;

/** Holes that are found after that day are never closed. */
export const supportedBase: AuditRule = {
  name: "supported-base",
  says: "is made of a system and a runtime that are still supported",
  severity: "high",
  source: `the projects' own schedules, as of ${schedulesOf}: lib/images/support.ts`,
  check: (view) =>
    versionsOf(view).flatMap(({ program, version }): Found[] => {
      const { today } = view.limits;
      const remedy = `build on a newer ${program}`;
      const ended = supportEnded(program, version, today);
      if (ended !== undefined) return [{ problem: `support of ${program} ${version} ended on ${ended}`, remedy }];
      const soon = supportEnded(program, version, new Date(today.getTime() + soonDays * 86_400_000));
      return soon === undefined
        ? []
        : [{ severity: "low", problem: `support of ${program} ${version} ends on ${soon}`, remedy }];
    }),
};

/** A moving tag is another image tomorrow: what was tested is not what is deployed. */
export const pinnedTag: AuditRule = {
  name: "pinned-tag",
  says: "is called, and built on its base, by a tag that stays",
  severity: "low",
  source: "hadolint DL3006 and DL3007",
  check: ({ image: { reference, id, base } }) => {
    const moving = (name: string): boolean => !name.includes("@") && (imageTag(name) ?? "latest") === "latest";
    const isId = id.replace("sha256:", "").startsWith(reference.replace("sha256:", ""));
    const found: Found[] = [];
    if (!isId && moving(reference))
      found.push({
        problem: `"${reference}" means another image after each build or pull`,
        remedy: "give it a version",
      });
    if (base !== undefined && moving(base.name))
      found.push({
        problem: `its base is called "${base.name}", which moves`,
        remedy: "write FROM with a version, or with the digest",
      });
    return found;
  },
};
