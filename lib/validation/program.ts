import { formatDuration } from "../units/duration";
import type { Checks } from "./checks";

/** Variables that every service with a program of one's own gets from its component. */
export const programVariables: readonly string[] = [
  "PORT",
  "PGHOST",
  "PGPORT",
  "PGDATABASE",
  "PGUSER",
  "PGPASSWORD",
  "PGPASSWORD_FILE",
  "PGPOOL_MAX",
  "WEB_CONCURRENCY",
];

/** Numbers, since not every image knows names, and the engine must see that it is not root. */
export function checkUser(checks: Checks, given: string | undefined, usual: string): string {
  const user = given ?? usual;
  const [, id, group] = /^(\d+):(\d+)$/.exec(user) ?? [];
  if (id !== undefined && Number(id) > 0 && Number(group) > 0) return user;
  const problem = id === undefined ? `"${user}" is not two numbers` : `"${user}" is root`;
  checks.add("user", problem, 'write user and group as numbers, such as "1001:1001"');
  return usual;
}

/** A stop lets the longest request end, and leaves some time to close connections. */
export function checkLongestRequest(
  checks: Checks,
  longestRequest = "10s",
): { longestRequestMs: number; stopGrace: string } {
  const longestRequestMs = checks.duration("longestRequest", longestRequest);
  return { longestRequestMs, stopGrace: formatDuration(longestRequestMs + 5000) };
}

export function checkHealthPath(checks: Checks, healthPath = "/health"): string {
  if (!/^\/[\w./~%-]*$/.test(healthPath)) {
    checks.add("healthPath", `"${healthPath}" is not a path`, 'write one that begins with a slash, such as "/health"');
  }
  return healthPath;
}

/** `own` are the variables that the component sets itself, `instead` says what its user writes in their place. */
export function checkVariables(
  checks: Checks,
  { environment = {}, secrets = {} }: { environment?: Record<string, unknown>; secrets?: Record<string, unknown> },
  own: readonly string[],
  instead: string,
): void {
  for (const [group, values] of Object.entries({ environment, secrets })) {
    for (const [name, value] of Object.entries(values)) {
      const path = `${group}.${name}`;
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
        checks.add(path, "is not a variable's name", "use letters, digits and underscores");
      if (own.includes(name)) checks.add(path, "is set by the component", `leave it out; ${instead}`);
      if (value === undefined) checks.add(path, "is missing", "write a value, or leave the variable out");
    }
  }
  for (const name of Object.keys(secrets)) {
    if (name in environment) {
      checks.add(
        `environment.${name}`,
        "is among the secrets too, and everybody who may ask the engine reads it here",
        "leave it out",
      );
    }
    if (`${name}_FILE` in environment)
      checks.add(`environment.${name}_FILE`, `is set by the component for the secret ${name}`, "leave it out");
  }
}
