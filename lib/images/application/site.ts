import { textOf, type FolderFacts, type TellingFile } from "./folder-facts";
import type { Manifest } from "./manifest";
import type { Finding, Notes } from "./notes";

/** What the build of a site leaves behind. */
export interface SiteOutput {
  /** Folder of the built page, in the application's folder. */
  folder: string;
  /** Path on the site of files whose names carry a hash of their content. */
  hashedPath: string;
}

/** A program that builds pages, and where it puts them unless told otherwise. */
interface Builder extends SiteOutput {
  /** The package that brings it. */
  dependency: string;
  /** Files that may name another folder. */
  configurations: TellingFile[];
}

const vite: TellingFile[] = ["vite.config.ts", "vite.config.js", "vite.config.mjs"];

/** The more particular before the more general: Astro and SvelteKit build with Vite. */
const builders: Builder[] = [
  { dependency: "astro", folder: "dist", hashedPath: "/_astro/", configurations: ["astro.config.mjs"] },
  { dependency: "@sveltejs/adapter-static", folder: "build", hashedPath: "/_app/immutable/", configurations: [] },
  { dependency: "react-scripts", folder: "build", hashedPath: "/static/", configurations: [] },
  { dependency: "@vue/cli-service", folder: "dist", hashedPath: "/js/", configurations: [] },
  { dependency: "vite", folder: "dist", hashedPath: "/assets/", configurations: vite },
];

/** These render pages at each request; their output is a service. */
const rendering = ["next", "nuxt", "@remix-run/node", "@react-router/serve", "@sveltejs/adapter-node", "@astrojs/node"];

export function findSite(facts: FolderFacts, manifest: Manifest, notes: Notes): Finding<SiteOutput> | undefined {
  const builder = builderOf(manifest);
  const build = manifest.scripts["build"];
  const server = rendering.find((name) => name in manifest.dependencies || name in manifest.devDependencies);
  if (server !== undefined) {
    notes.fault(
      `it is built with ${server}, which answers each request with a program`,
      "describe it with OptimizedNodeService",
    );
  } else if (builder === undefined) {
    notes.fault(
      `nothing says where its page is built: package.json has none of ${builders.map(({ dependency }) => dependency).join(", ")}`,
      "write a Dockerfile into the folder, or describe a service with OptimizedNodeService",
    );
  } else if (build === undefined) {
    notes.fault(`there is no script "build" in package.json`, `write "build": "${builder.dependency} build"`);
  }
  if (builder === undefined || build === undefined) return undefined;
  const { hashedPath, folder, dependency } = builder;
  const named = outputNamed(facts, builder, build);
  return {
    value: { hashedPath, folder: named?.value ?? folder },
    from: named?.from ?? `where ${dependency} puts it`,
  };
}

/** Whether the folder looks like a page, for the words with which a service is refused. */
export const looksLikeSite = (manifest: Manifest): boolean => builderOf(manifest) !== undefined;

const builderOf = ({ dependencies, devDependencies }: Manifest): Builder | undefined =>
  builders.find(({ dependency }) => dependency in dependencies || dependency in devDependencies);

function outputNamed(facts: FolderFacts, { configurations }: Builder, build: string): Finding<string> | undefined {
  const flag = /--outDir[ =]["']?([\w./-]+)/.exec(build)?.[1];
  if (flag !== undefined) return { value: plain(flag), from: 'the script "build" in package.json' };
  for (const file of configurations) {
    const named = /\boutDir:\s*["'`]([\w./-]+)["'`]/.exec(textOf(facts, file) ?? "")?.[1];
    if (named !== undefined) return { value: plain(named), from: `outDir in ${file}` };
  }
  return undefined;
}

const plain = (folder: string): string => folder.replace(/^\.\//, "").replace(/\/$/, "");
