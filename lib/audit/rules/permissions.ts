import { place } from "../view";
import type { AuditRule } from "./rule";
import { count } from "./secret-files";
import { userId } from "./user";

const anybody = 0o002;
const sticky = 0o1000;

/** What anybody may write, an intruder may too, whoever he is inside. */
export const noWorldWritable: AuditRule = {
  name: "no-world-writable",
  says: "has no file that anybody may write, and no such folder without the sticky bit",
  severity: "medium",
  source: "CIS Distribution Independent Linux Benchmark 6.1.10; Debian policy 10.9",
  check: ({ visible }) => {
    const found = [...visible.values()].filter(({ entry }) => {
      if (entry.kind === "directory") return (entry.mode & anybody) !== 0 && (entry.mode & sticky) === 0;
      return entry.kind === "file" && (entry.mode & anybody) !== 0;
    });
    if (found.length === 0) return [];
    const remedy = "chmod o-w in the RUN that creates them, or COPY --chmod; a folder that all share gets 1777";
    const problem = `anybody may write ${count(found.length, "file or folder", "files and folders")}`;
    return [{ problem, remedy, places: found.map(place) }];
  },
};

const ownersWrite = 0o200;

/** Who takes over the program changes it for its next start, unless the container's root is read-only. */
export const programNotWritable: AuditRule = {
  name: "program-not-writable",
  says: "runs a program that its own user may not change",
  severity: "low",
  source: "docs.docker.com, building best practices, USER; CIS Docker Benchmark 5.13",
  check: (view) => {
    const { run, container } = view;
    const folder = run.workingDir.replace(/^\/|\/$/g, "");
    const uid = userId(view) ?? 0;
    if (folder === "" || uid === 0 || container?.inputs["readOnly"] === true) return [];
    const found = [...view.visible.values()].filter(
      ({ entry }) =>
        entry.kind === "file" &&
        entry.uid === uid &&
        (entry.mode & ownersWrite) !== 0 &&
        entry.path.startsWith(`${folder}/`),
    );
    if (found.length === 0) return [];
    const remedy = "COPY without --chown: root owns the program, its user reads it; or run the container read-only";
    const problem = `its user may change ${count(found.length, "file", "files")} of the program`;
    return [{ problem, remedy, places: found.map(place) }];
  },
};
