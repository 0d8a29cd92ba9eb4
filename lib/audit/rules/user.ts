import { resolved, type AuditView } from "../view";
import type { AuditRule } from "./rule";

const remedy = 'end the Dockerfile with USER and the number of a user that is not root, such as "USER 1000:1000"';

/** The user's part of what USER says. */
const userOf = ({ run }: AuditView): string => run.user.split(":")[0] ?? "";

/** Who breaks out of a container is on the host who he was inside. */
export const notRoot: AuditRule = {
  name: "not-root",
  says: "runs as a user that is not root",
  severity: "high",
  source: "CIS Docker Benchmark 4.1; hadolint DL3002",
  check: (view) => {
    const user = userOf(view);
    const who = view.container === undefined ? "it" : "the container";
    if (user === "") return [{ problem: `${who} names no user, so it runs as root`, remedy }];
    if (userId(view) === 0) return [{ problem: `${who} runs as root, by the user "${user}"`, remedy }];
    return [];
  },
};

/** A name is looked up in the image's own /etc/passwd: nobody can tell from outside that it is not root. */
export const numericUser: AuditRule = {
  name: "numeric-user",
  says: "names its user by number",
  severity: "low",
  source: "Kubernetes runAsNonRoot, which refuses names; hadolint DL3066",
  check: (view) => {
    const user = userOf(view);
    const id = userId(view);
    if (user === "" || /^\d+$/.test(user) || id === 0) return [];
    const known = id === undefined ? ", which its /etc/passwd does not know" : `, here ${id}`;
    return [{ problem: `the user is the name "${user}"${known}`, remedy: `write ${id ?? 1000} instead of the name` }];
  },
};

/** The number of the user it runs as; undefined where its /etc/passwd does not know the name. */
export function userId(view: AuditView): number | undefined {
  const user = userOf(view);
  if (user === "" || /^\d+$/.test(user)) return Number(user);
  const passwd = resolved(view, "etc/passwd")?.entry.text ?? "";
  const line = passwd.split("\n").find((one) => one.startsWith(`${user}:`));
  return line === undefined ? undefined : Number(line.split(":")[2]);
}
