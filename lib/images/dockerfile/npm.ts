import { run } from "./instructions";

/** Shared by all builds of the engine: npm's cache is addressed by content, so builds beside each other can't disturb it. */
export const npmCache = "type=cache,target=/root/.npm";
/** The build secrets that are mounted where they are given: a bundle of authorities, and npm's own settings. */
export const secretIds: readonly string[] = ["ca", "npmrc"];

/** A company's proxy may sign HTTPS with its own authority; secrets are mounted for this step and are in no layer. */
const authority = "type=secret,id=ca";
const registry = "type=secret,id=npmrc,target=/root/.npmrc";

const trust = "if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi";
/** Node's images carry their headers: what is compiled need not download them. */
const headers = "if [ -d /usr/local/include/node ]; then export npm_config_nodedir=/usr/local; fi";

/** A command that downloads by npm, behind a company's proxy as well. */
export const downloading = (command: string): string => downloadingWith({ cache: npmCache }, command);

/** Commands that download by any manager, and may compile. */
export function downloadingWith(
  { cache, compiles = false }: { cache: string; compiles?: boolean },
  ...commands: string[]
): string {
  const conditions = [trust, ...(compiles ? [headers] : [])].map((line) => `${line}; \\\n    `).join("");
  return run([cache, authority, registry], conditions + commands.join(" && \\\n    "));
}

/** Takes the development dependencies out again: cheaper than a second install. */
export const npmPrune = (): string =>
  run([npmCache, authority], "npm prune --omit=dev --no-audit --no-fund --ignore-scripts");
