import { posix } from "node:path";
import { textOf, type FolderFacts } from "./folder-facts";
import { isRecord } from "./manifest";
import type { Finding } from "./notes";

/** A program that builds pages. */
export interface Builder {
  /** The package that brings it. */
  dependency: string;
  /** Where it puts the page unless told otherwise. */
  folder: string;
  /** Path on the site of files whose names carry a hash of their content. */
  hashedPath: string;
  /** The command that builds. */
  command: string;
  /** Files that may name another folder, before their ending. */
  configuration?: string;
  /** The word by which they do. */
  word?: string;
  /** Looks for the folder in another way. */
  find?: (facts: FolderFacts, build: string) => Finding<string> | undefined;
  /** Builds pages only where this says so; else its result is a program. */
  pagesOnly?: (facts: FolderFacts, build: string) => boolean;
}

/** Of builders that give no name a hash: nothing may be kept for ever. */
const noHashes = "/.hashed/";

/** The more particular before the more general: Astro, SvelteKit and others build with Vite. */
export const builders: Builder[] = [
  {
    dependency: "next",
    folder: "out",
    hashedPath: "/_next/static/",
    command: "next build",
    pagesOnly: (facts) => says(facts, "next.config", /\boutput:\s*["'`]export["'`]/),
  },
  {
    dependency: "nuxt",
    folder: ".output/public",
    hashedPath: "/_nuxt/",
    command: "nuxt generate",
    pagesOnly: (_, build) => /\bnux[ti] generate\b|--prerender\b/.test(build),
  },
  {
    dependency: "@react-router/dev",
    folder: "build/client",
    hashedPath: "/assets/",
    command: "react-router build",
    pagesOnly: (facts) => says(facts, "react-router.config", /\bssr:\s*false\b/),
  },
  {
    dependency: "@solidjs/start",
    folder: ".output/public",
    hashedPath: "/_build/assets/",
    command: "vinxi build",
    pagesOnly: (facts) => says(facts, "app.config", /\bpreset:\s*["'`]static["'`]/),
  },
  {
    dependency: "astro",
    folder: "dist",
    hashedPath: "/_astro/",
    command: "astro build",
    configuration: "astro.config",
    word: "outDir",
  },
  {
    dependency: "@sveltejs/adapter-static",
    folder: "build",
    hashedPath: "/_app/immutable/",
    command: "vite build",
    configuration: "svelte.config",
    word: "pages",
  },
  { dependency: "@angular/build", folder: "dist", hashedPath: "/media/", command: "ng build", find: angularFolder },
  {
    dependency: "@angular-devkit/build-angular",
    folder: "dist",
    hashedPath: "/media/",
    command: "ng build",
    find: angularFolder,
  },
  { dependency: "react-scripts", folder: "build", hashedPath: "/static/", command: "react-scripts build" },
  { dependency: "@vue/cli-service", folder: "dist", hashedPath: "/js/", command: "vue-cli-service build" },
  {
    dependency: "vitepress",
    folder: ".vitepress/dist",
    hashedPath: "/assets/",
    command: "vitepress build",
    find: vitePressFolder,
  },
  { dependency: "@11ty/eleventy", folder: "_site", hashedPath: noHashes, command: "eleventy", find: eleventyFolder },
  {
    dependency: "vite",
    folder: "dist",
    hashedPath: "/assets/",
    command: "vite build",
    configuration: "vite.config",
    word: "outDir",
  },
];

/** A folder of pages as they stand. */
export const plainPage = { folder: ".", hashedPath: noHashes };

/** The text of a configuration, whatever its ending. */
export function configurationOf(facts: FolderFacts, name: string): { file: string; text: string } | undefined {
  const file = ["ts", "js", "mjs", "mts", "cjs"].map((end) => `${name}.${end}`).find((file) => file in facts.texts);
  return file === undefined ? undefined : { file, text: textOf(facts, file) ?? "" };
}

const says = (facts: FolderFacts, name: string, what: RegExp): boolean =>
  what.test(configurationOf(facts, name)?.text ?? "");

/** `vitepress build docs` builds into that folder. */
function vitePressFolder(_: FolderFacts, build: string): Finding<string> | undefined {
  const folder = /\bvitepress build ([\w./-]+)/.exec(build)?.[1];
  if (folder === undefined || folder.startsWith("-")) return undefined;
  return { value: posix.join(folder, ".vitepress/dist"), from: 'the script "build" in package.json' };
}

function eleventyFolder(facts: FolderFacts, build: string): Finding<string> | undefined {
  const flag = /--output[ =]([\w./-]+)/.exec(build)?.[1];
  if (flag !== undefined) return { value: flag, from: 'the script "build" in package.json' };
  for (const file of ["eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", ".eleventy.js"]) {
    const named = /\boutput:\s*["'`]([\w./-]+)["'`]|setOutputDirectory\(["'`]([\w./-]+)["'`]\)/.exec(
      textOf(facts, file) ?? "",
    );
    const folder = named?.[1] ?? named?.[2];
    if (folder !== undefined) return { value: folder, from: file };
  }
  return undefined;
}

/** The first application of angular.json; its newer builders put what browsers load into a folder below. */
function angularFolder(facts: FolderFacts): Finding<string> | undefined {
  const projects = record(jsonOf(textOf(facts, "angular.json"))["projects"]);
  const [name, project] = Object.entries(projects).find(([, one]) => record(one)["projectType"] !== "library") ?? [];
  if (name === undefined) return undefined;
  const own = record(project);
  const build = record(record(own["architect"] ?? own["targets"])["build"]);
  const below = /:application$/.test(String(build["builder"])) ? "browser" : "";
  const path = record(build["options"])["outputPath"];
  const { base, browser } = record(path);
  const folder =
    typeof base === "string"
      ? posix.join(base, typeof browser === "string" ? browser : below)
      : posix.join(typeof path === "string" ? path : `dist/${name}`, below);
  return { value: folder.replace(/\/$/, ""), from: "angular.json" };
}

const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});

function jsonOf(text: string | undefined): Record<string, unknown> {
  try {
    return record(JSON.parse(text ?? ""));
  } catch {
    return {};
  }
}
