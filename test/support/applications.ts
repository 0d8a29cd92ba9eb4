import { join } from "node:path";
import {
  detectApplication,
  type ApplicationKind,
  type DetectOptions,
  type Detection,
} from "../../lib/images/application/detect";
import type { FolderFacts } from "../../lib/images/application/folder-facts";
import { readFolder } from "../../lib/images/application/read-folder";
import { generateBuild, type GeneratedBuild, type GenerateOptions } from "../../lib/images/dockerfile/generate";

/** Small applications of real shape, in test/images/corpus, and what each is for. */
export const corpus: Readonly<Record<string, ApplicationKind>> = {
  "plain-http": "service",
  express: "service",
  typescript: "service",
  "no-lock-file": "service",
  native: "service",
  "vite-site": "site",
};

/** An application of the corpus, and the package of it that is meant where it is a workspace. */
export interface Member {
  kind: ApplicationKind;
  workspace?: string;
}

const service: Member = { kind: "service" };
const site: Member = { kind: "site" };

/** Applications of many managers and frameworks: all Dockerfiles are read, and built in suites of their own. */
export const managersAndFrameworks: Readonly<Record<string, Member>> = {
  "fastify-pnpm": service,
  "koa-yarn": service,
  "hono-bun": service,
  "express-berry": service,
  "native-pnpm": service,
  "pnpm-workspace": { kind: "service", workspace: "packages/api" },
  "npm-workspace": { kind: "service", workspace: "apps/api" },
  generator: service,
  nest: service,
  next: service,
  "react-router": service,
  "sveltekit-node": service,
  "node-typescript": service,
  "graphql-yoga": service,
  "astro-site": site,
  "sveltekit-static": site,
  "react-vite-pnpm": site,
  "vue-vite-yarn": site,
  "angular-site": site,
  "plain-html": site,
  eleventy: site,
};

export const corpusFolder = (name: string): string => join(__dirname, "..", "images", "corpus", name);

/** A folder as it would be read, without a disk: its files by path. */
export function facts(files: Readonly<Record<string, string>>, more: Partial<FolderFacts> = {}): FolderFacts {
  const names = Object.keys(files).toSorted();
  return { folder: "./api", files: names, texts: files, environmentFiles: [], privateKeys: [], sizes: {}, ...more };
}

/** A folder with a package.json of these fields, a lock file that agrees with it, and these files beside. */
export function nodeFolder(manifest: object, files: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { dependencies, devDependencies } = manifest as Record<string, unknown>;
  const root = { ...(dependencies ? { dependencies } : {}), ...(devDependencies ? { devDependencies } : {}) };
  return {
    "package.json": JSON.stringify(manifest),
    "package-lock.json": JSON.stringify({ lockfileVersion: 3, packages: { "": root } }),
    ...files,
  };
}

export const detected = (files: Readonly<Record<string, string>>, kind: ApplicationKind = "service"): Detection =>
  detectApplication(facts(files), kind);

/** What is generated for a folder that nothing is wrong with. */
export function generated(
  given: FolderFacts,
  kind: ApplicationKind = "service",
  how: GenerateOptions = {},
  options: DetectOptions = {},
): GeneratedBuild {
  const { application, faults } = detectApplication(given, kind, options);
  if (application === undefined) throw new Error(faults.map(({ problem }) => problem).join("\n"));
  return generateBuild(application, given, how);
}

export function generatedFor(name: string, how: GenerateOptions = {}): GeneratedBuild {
  const args = corpus[name] === "site" ? ["VITE_GREETING"] : [];
  return generated(readFolder(corpusFolder(name)).facts, corpus[name], { args, ...how });
}

/** The same for an application of many managers and frameworks. */
export function generatedOf(name: string): GeneratedBuild {
  const { kind, workspace } = managersAndFrameworks[name] ?? service;
  const options = workspace === undefined ? {} : { workspace };
  return generated(readFolder(corpusFolder(name)).facts, kind, {}, options);
}
