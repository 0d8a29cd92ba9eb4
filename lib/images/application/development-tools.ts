import type { Manifest } from "./manifest";

/** What a program of a folder is told, so that it answers in a container. */
export interface DevelopmentAsked {
  /** The port that it answers on. */
  port: number;
  /** Whether a debugger may attach. */
  debug: boolean;
  /** Folders of the workspace whose edits count too, relative to the package's own. @default none */
  beside?: readonly string[];
}

/** The inspector's port in a container: Node's own. On all addresses, since the engine brings requests to one that is not the loopback. */
export const debuggerPort = 9229;
export const inspect = `--inspect=0.0.0.0:${debuggerPort}`;

/** A program that starts another one anew after each edit, or renders pages as their sources are. */
export interface DevelopmentTool {
  /** The package that brings it. @default its own name */
  dependency?: string;
  /** The word with which it does that. Undefined where any other word is its argument. */
  words?: readonly string[];
  /** Flags of the script whose place ours take, or that need a screen. */
  drops?: readonly string[];
  flags?: (asked: DevelopmentAsked) => string[];
  /** Flags by which it follows edits outside of its folder. Undefined where it follows what the program loads. */
  follows?: (beside: readonly string[]) => string[];
  /** Flags that let a debugger attach to the program that it starts. Undefined where there are none. */
  debugs?: readonly string[];
  environment?: (asked: DevelopmentAsked) => Record<string, string>;
  /** Whether it writes beside the sources, as it does on the host. */
  generates?: (manifest: Manifest) => boolean;
  /** Packages of the system that it calls. */
  packages?: readonly string[];
  /** Folders that it writes, beside node_modules. */
  writes?: (manifest: Manifest) => string[];
}

const address = ["--host", "--hostname", "-H", "--port", "-p", "--strictPort", "--open", "-o"];
const listening = ({ port }: DevelopmentAsked): string[] => ["--host", "0.0.0.0", "--port", String(port)];

/** Beside a program in JavaScript nodemon would follow no TypeScript. A flag of the script's own comes later and decides. */
const sources = ["--ext", "js,mjs,cjs,json,ts,mts,cts"];

/** Programs by name, as scripts call them. */
export const developmentTools: Readonly<Record<string, DevelopmentTool>> = {
  tsx: { words: ["watch"], debugs: [inspect] },
  nodemon: {
    debugs: [inspect],
    follows: (beside) => [".", ...beside].flatMap((folder) => ["--watch", folder]).concat(sources),
  },
  "node-dev": { debugs: [inspect] },
  "ts-node-dev": { debugs: [inspect] },
  tsnd: { dependency: "ts-node-dev", debugs: [inspect] },
  nest: {
    dependency: "@nestjs/cli",
    words: ["start"],
    drops: ["--watch", "-w", "--debug", "-d"],
    flags: () => ["--watch"],
    debugs: ["--debug", `0.0.0.0:${debuggerPort}`],
    writes: () => ["dist"],
    // It looks with ps for what it has to end before it starts it anew.
    packages: ["procps"],
  },
  next: {
    words: ["dev"],
    drops: address,
    flags: ({ port }) => ["--hostname", "0.0.0.0", "--port", String(port)],
    environment: () => ({ NEXT_TELEMETRY_DISABLED: "1" }),
    writes: () => [".next"],
    // next-env.d.ts, which git is told to leave out, and what tsconfig.json lacks.
    generates: ({ dependencies, devDependencies }) => "typescript" in { ...dependencies, ...devDependencies },
  },
  nuxt: { words: ["dev"], drops: address, flags: listening, writes: () => [".nuxt"] },
  "react-router": {
    dependency: "@react-router/dev",
    words: ["dev"],
    drops: address,
    flags: listening,
    writes: () => [".react-router"],
  },
  vinxi: { words: ["dev"], drops: address, flags: listening, writes: () => [".vinxi"] },
  astro: {
    words: ["dev"],
    drops: address,
    flags: listening,
    environment: () => ({ ASTRO_TELEMETRY_DISABLED: "1" }),
    writes: () => [".astro"],
  },
  ng: {
    dependency: "@angular/cli",
    words: ["serve", "s"],
    drops: address,
    flags: listening,
    environment: () => ({ NG_CLI_ANALYTICS: "false" }),
    writes: () => [".angular"],
  },
  "react-scripts": {
    words: ["start"],
    environment: ({ port }) => ({ HOST: "0.0.0.0", PORT: String(port), BROWSER: "none", WDS_SOCKET_PORT: "0" }),
  },
  "vue-cli-service": { dependency: "@vue/cli-service", words: ["serve"], drops: address, flags: listening },
  vitepress: { words: ["dev"], drops: address, flags: listening, writes: () => [".vitepress/cache"] },
  eleventy: {
    dependency: "@11ty/eleventy",
    drops: ["--serve", "--port"],
    flags: ({ port }) => ["--serve", `--port=${port}`],
    writes: () => ["_site"],
  },
  vite: {
    words: ["dev", "serve"],
    drops: address,
    // Another port than the asked one would be found by nobody.
    flags: (asked) => [...listening(asked), "--strictPort"],
    writes: ({ dependencies, devDependencies }) =>
      "@sveltejs/kit" in { ...dependencies, ...devDependencies } ? [".svelte-kit"] : [],
  },
};

/** What serves an application by the package that it is built with, where no script says it: the more particular first. */
export const servers: Readonly<Record<string, string>> = {
  next: "next",
  nuxt: "nuxt",
  "@react-router/dev": "react-router",
  "@solidjs/start": "vinxi",
  astro: "astro",
  "@sveltejs/kit": "vite",
  "@angular/cli": "ng",
  "react-scripts": "react-scripts",
  "@vue/cli-service": "vue-cli-service",
  vitepress: "vitepress",
  "@11ty/eleventy": "eleventy",
  "@nestjs/cli": "nest",
};
