import type { FolderFacts } from "./folder-facts";
import type { Manifest } from "./manifest";
import type { Finding, Notes } from "./notes";
import { builders, configurationOf, plainPage, type Builder } from "./site-builders";

/** What the build of a site leaves behind. */
export interface SiteOutput {
  /** Folder of the built page, in the application's folder. "." where pages are served as they stand. */
  folder: string;
  /** Path on the site of files whose names carry a hash of their content. */
  hashedPath: string;
}

/** These render pages at each request; their output is a service. */
const rendering = ["@remix-run/node", "@sveltejs/adapter-node", "@astrojs/node"];

/** The script that builds the page. Nuxt's script "build" makes a program, "generate" files. */
export function buildScriptOf(manifest: Manifest): string | undefined {
  const names = has(manifest, "nuxt") ? ["generate", "build"] : ["build", "generate"];
  return names.find((name) => manifest.scripts[name] !== undefined);
}

export function findSite(facts: FolderFacts, manifest: Manifest, notes: Notes): Finding<SiteOutput> | undefined {
  const builder = builderOf(manifest);
  const script = buildScriptOf(manifest);
  const build = manifest.scripts[script ?? ""];
  if (builder === undefined && script === undefined && facts.files.includes("index.html"))
    return { value: plainPage, from: "index.html, which is there" };
  const server = renderer(facts, manifest, builder, build ?? "");
  if (server !== undefined) {
    notes.fault(
      `it is built with ${server}, which answers each request with a program`,
      "describe it with OptimizedNodeService",
    );
  } else if (builder === undefined) {
    notes.fault(
      "nothing says where its page is built: package.json has no builder that is known, such as vite, astro or @angular/build, and there is no index.html",
      "write a Dockerfile into the folder, or describe a service with OptimizedNodeService",
    );
  } else if (build === undefined) {
    notes.fault(`there is no script "build" in package.json`, `write "build": "${builder.command}"`);
  }
  if (builder === undefined || build === undefined) return undefined;
  const { hashedPath, folder, dependency } = builder;
  const named = outputNamed(facts, builder, build, script ?? "build");
  return {
    value: { hashedPath, folder: named?.value ?? folder },
    from: named?.from ?? `where ${dependency} puts it`,
  };
}

/** What makes the site a program. */
function renderer(
  facts: FolderFacts,
  manifest: Manifest,
  builder: Builder | undefined,
  build: string,
): string | undefined {
  const named = rendering.find((name) => has(manifest, name));
  if (named !== undefined) return named;
  return builder?.pagesOnly?.(facts, build) === false ? builder.dependency : undefined;
}

const has = ({ dependencies, devDependencies }: Manifest, name: string): boolean =>
  name in dependencies || name in devDependencies;

/** Whether the folder looks like a page, for the words with which a service is refused. */
export const looksLikeSite = (manifest: Manifest): boolean => builderOf(manifest) !== undefined;

const builderOf = (manifest: Manifest): Builder | undefined =>
  builders.find(({ dependency }) => has(manifest, dependency));

function outputNamed(
  facts: FolderFacts,
  { configuration, word, find }: Builder,
  build: string,
  script: string,
): Finding<string> | undefined {
  const flag = /--outDir[ =]["']?([\w./-]+)/.exec(build)?.[1];
  if (flag !== undefined) return { value: plain(flag), from: `the script "${script}" in package.json` };
  const found = find?.(facts, build);
  if (found !== undefined) return { ...found, value: plain(found.value) };
  const settings = configuration === undefined ? undefined : configurationOf(facts, configuration);
  const named = new RegExp(`\\b${word}:\\s*["'\`]([\\w./-]+)["'\`]`).exec(settings?.text ?? "")?.[1];
  return named === undefined ? undefined : { value: plain(named), from: `${word} in ${settings?.file}` };
}

const plain = (folder: string): string => folder.replace(/^\.\//, "").replace(/\/$/, "");
