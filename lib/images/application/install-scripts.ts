import { textOf, type FolderFacts } from "./folder-facts";
import { isRecord, type Manifest } from "./manifest";
import type { Notes } from "./notes";
import { readLock, type PackageManager } from "./package-manager";

/** Packages whose install scripts run, and those of them that may call a compiler. */
export interface InstallScripts {
  running: string[];
  compiling: string[];
}

/** A package that builds with one of these needs a compiler, at least where nobody built it before. */
const compilers = [
  "node-gyp",
  "nan",
  "node-addon-api",
  "bindings",
  "prebuild-install",
  "@mapbox/node-pre-gyp",
  "cmake-js",
];
/** These find what was built before and came with the package. */
const prebuilt = ["node-gyp-build", "pkg-prebuilds"];

/** The first npm that runs only the install scripts which package.json allows. */
const askingNpm = 11;

/** Reads from the lock file which packages have install scripts, and from package.json which of them may run. */
export function findInstallScripts(
  facts: FolderFacts,
  manifest: Manifest,
  { lockFile, version }: PackageManager,
  nodeMajor: number,
  notes: Notes,
): InstallScripts {
  checkOwnScripts(manifest, notes);
  const npmMajor = version === undefined ? (nodeMajor < 24 ? 10 : 11) : Number.parseInt(version, 10);
  const packages = lockFile === undefined ? [] : packagesWithScripts(textOf(facts, lockFile) ?? "");
  const decided = new Map(Object.entries(manifest.allowScripts).map(([key, may]) => [bareName(key), may]));
  const running = packages.filter(({ name }) => npmMajor < askingNpm || decided.get(name) === true);
  const undecided = packages.filter(({ name }) => npmMajor >= askingNpm && !decided.has(name)).map(({ name }) => name);
  if (undecided.length > 0) {
    notes.warn(
      `npm ${npmMajor} does not run the install ${undecided.length === 1 ? "script" : "scripts"} of ${undecided.join(", ")}: package.json says nothing of them`,
      `decide: \`npm install-scripts approve ${undecided[0]}\`, or "allowScripts": { "${undecided[0]}": false }`,
    );
  }
  return {
    running: running.map(({ name }) => name),
    compiling: running
      .filter(
        ({ needs }) => compilers.some((name) => needs.includes(name)) && !prebuilt.some((name) => needs.includes(name)),
      )
      .map(({ name }) => name),
  };
}

function packagesWithScripts(text: string): { name: string; needs: string[] }[] {
  const packages = readLock(text)?.["packages"];
  if (!isRecord(packages)) return [];
  const found = new Map<string, string[]>();
  for (const [path, entry] of Object.entries(packages)) {
    // What is for another system is not installed here.
    if (!isRecord(entry) || entry["hasInstallScript"] !== true || !forLinux(entry["os"])) continue;
    const needs = isRecord(entry["dependencies"]) ? Object.keys(entry["dependencies"]) : [];
    found.set(path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length), needs);
  }
  return [...found].map(([name, needs]) => ({ name, needs }));
}

const forLinux = (os: unknown): boolean => !Array.isArray(os) || os.includes("linux");

/** `bcrypt@6.0.0` and `bcrypt` are decisions about the same package. */
const bareName = (key: string): string => key.replace(/(.)@.*$/, "$1");

/** Of use to developers only: they check the manager, or put hooks into git. */
const harmless = /^(?:npx (?:-y |--yes )?)?(?:only-allow|husky|simple-git-hooks|lefthook|is-ci|check-node-version)\b/;

/** The dependencies are installed before the application's own files are there, so that an edit of these reinstalls nothing. */
function checkOwnScripts({ scripts }: Manifest, notes: Notes): void {
  for (const name of ["preinstall", "install", "postinstall"]) {
    const script = scripts[name];
    if (script === undefined || harmless.test(script)) continue;
    notes.fault(
      `the script "${name}" in package.json ("${script}") does not run in a generated image`,
      'call it from the script "build", or write a Dockerfile into the folder',
    );
  }
}
