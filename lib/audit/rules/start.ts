import type { AuditView } from "../view";
import type { AuditRule } from "./rule";

const basename = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const isShell = (word: string | undefined): boolean => /^(sh|bash|ash|dash)$/.test(basename(word ?? ""));

/** What is started: entrypoint and command as one list. */
const words = ({ run }: AuditView): string[] => [...run.entrypoint, ...run.command];

/** A task of a stack: nobody stops it or asks it how it is. */
const runsOnce = ({ run }: AuditView): boolean => run.labels["plimsoll.role"] === "setup";

/** The text that a shell runs, where one is started to run it. */
function script(view: AuditView): string | undefined {
  const all = words(view);
  const at = all.findIndex((word, index) => isShell(word) && /^-[a-z]*c$/.test(all[index + 1] ?? ""));
  return at < 0 ? undefined : all[at + 2];
}

/** The shell is process 1 and passes no signal on: every stop waits for the kill, and requests under way are lost. */
export const execForm: AuditRule = {
  name: "exec-form",
  says: "starts its program itself, not through a shell",
  severity: "medium",
  source: "Dockerfile reference, shell and exec form; hadolint DL3025; measured: a stop takes 5.1 s instead of 0.3 s",
  check: (view) => {
    const text = script(view);
    // With exec the program takes the shell's place; then all is well. What precedes it is done by then.
    if (text === undefined || runsOnce(view) || /(^|&&|;|\n)\s*exec\s+\S[^&;|\n]*$/.test(text.trim())) return [];
    const remedy = 'write CMD ["node", "server.js"] as a JSON list, or begin the line with "exec"';
    return [
      { problem: "its command is in shell form: a shell is process 1, and no signal reaches the program", remedy },
    ];
  },
};

const managers = new Set(["npm", "npx", "yarn", "pnpm", "pnpx", "poetry", "uv", "pipenv"]);
const wrappers = new Set([
  "exec",
  "env",
  "--",
  "tini",
  "dumb-init",
  "docker-init",
  "docker-entrypoint.sh",
  "gosu",
  "su-exec",
]);

/** A manager is a process more, 80 to 200 ms, about 40 MB, and it handles signals its own way. */
export const startsProgram: AuditRule = {
  name: "starts-program",
  says: "is started by its program, not by a package manager",
  severity: "medium",
  source: "Node.js Docker team, best practices, CMD; measured: npm start takes 80 to 200 ms and a process",
  check: (view) => {
    const text = script(view);
    const all = text === undefined ? words(view) : (text.split(/&&|;|\n/).at(-1) ?? "").trim().split(/\s+/);
    const first = all.find((word) => !wrappers.has(basename(word)) && !word.startsWith("-") && !/^\w+=/.test(word));
    const manager = basename(first ?? "");
    if (!managers.has(manager)) return [];
    const remedy = `write what the script says, such as CMD ["node", "server.js"]`;
    return [{ problem: `it is started through ${manager}`, remedy }];
  },
};

/** A process that runs is not yet one that answers. What runs once is never asked. */
export const healthCheck: AuditRule = {
  name: "health-check",
  says: "has a health check, of its own or of its container",
  severity: "note",
  source: "CIS Docker Benchmark 4.6; hadolint DL3057",
  check: (view) => {
    const { run, container } = view;
    if (run.healthCheck || runsOnce(view)) return [];
    if (container !== undefined)
      return [
        {
          severity: "low",
          problem: "the container has no health check",
          remedy: "give it one: a hanging program counts as a running one",
        },
      ];
    return [{ problem: "it brings no health check", remedy: "give each container of it one, or write HEALTHCHECK" }];
  },
};
