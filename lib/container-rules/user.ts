import { isUnknown, whenRunning } from "./view";

const remedy = 'write the number of a user that is not root, such as user: "1000:1000"';

/**
 * A program that breaks out of its container is on the host who it was inside. A name is looked up in the image: nobody
 * reading the program can tell that it is not root, and another image may mean another user by it.
 * Source: CIS Docker Benchmark 4.1; Kubernetes runAsNonRoot, which refuses names for the same reason.
 */
export const numericUser = whenRunning({
  name: "numeric-user",
  says: "runs as a user that is not root, given by number",
  check: ({ inputs: { user } }) => {
    if (isUnknown(user)) return [];
    const problem = problemOf(user);
    return problem === undefined ? [] : [{ path: "user", problem, remedy }];
  },
});

function problemOf(user: unknown): string | undefined {
  if (typeof user !== "string" || user === "") return "not given, so the image says who runs it: root in most images";
  const [id = ""] = user.split(":");
  if (/^(root|0+)$/.test(id)) return `"${user}" is root`;
  if (!/^\d+$/.test(id)) return `"${user}" is a name, and the image decides which user that is`;
  return undefined;
}
