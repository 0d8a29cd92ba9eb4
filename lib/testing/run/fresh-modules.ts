import * as nodeModule from "node:module";
import { getLocalStore } from "./pulumi-internals";

const { cache } = nodeModule.createRequire(__filename);

/** Marks what was loaded for one run; a module under another address is another module. */
const mark = "plimsoll-run=";

const runs = new WeakMap<object, number>();
let count = 0;
let hooked = false;

/**
 * Lets the program of this context load its own modules anew: a module runs once in a process, and a program that is a
 * module would register nothing in the second test. Packages in node_modules are shared, and whatever a test had loaded
 * with `require` before.
 * @returns ends it
 */
export function loadFresh(context: object): () => void {
  runs.set(context, ++count);
  hook();
  const before = new Set(Object.keys(cache));
  return () => {
    for (const file of Object.keys(cache)) {
      if (!before.has(file) && !isPackage(file)) Reflect.deleteProperty(cache, file);
    }
  };
}

/** Test runners with module systems of their own (vitest, jest) and Node before 22.15 are not reached. */
function hook(): void {
  if (hooked || typeof nodeModule.registerHooks !== "function") return;
  hooked = true;
  nodeModule.registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const run = runOf(context.parentURL);
      if (run === undefined || !found.url.startsWith("file:") || isPackage(found.url) || found.url.includes(mark))
        return found;
      return { ...found, url: `${found.url}${found.url.includes("?") ? "&" : "?"}${mark}${run}` };
    },
  });
}

/** The run that a module is loaded in: that of the context, or of the module that asks for it. */
function runOf(parent: string | undefined): number | string | undefined {
  const context = getLocalStore();
  if (context !== undefined) return runs.get(context);
  return /[?&]plimsoll-run=(\d+)/.exec(parent ?? "")?.[1];
}

const isPackage = (file: string): boolean => /[\\/]node_modules[\\/]/.test(file);
