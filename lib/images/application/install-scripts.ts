import type { FolderFacts } from "./folder-facts";
import type { LockedPackage } from "./locks/lock";
import type { Manifest } from "./manifest";
import type { Notes } from "./notes";
import type { PackageManager } from "./package-manager";
import { scriptPolicy } from "./script-policy";

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

/** Reads from the lock file which packages have install scripts, and from the manager's settings which of them may run. */
export function findInstallScripts(
  facts: FolderFacts,
  manifest: Manifest,
  manager: PackageManager,
  nodeMajor: number,
  notes: Notes,
): InstallScripts {
  const policy = scriptPolicy(facts, manifest, manager, nodeMajor);
  const packages = (manager.lock?.packages() ?? []).filter(hasScript);
  const running = packages.filter(({ name }) => policy.may(name) === true);
  const undecided = names(packages.filter(({ name }) => policy.may(name) === undefined));
  if (undecided[0] !== undefined) {
    notes.warn(
      `${policy.manager} does not run the install ${undecided.length === 1 ? "script" : "scripts"} of ${undecided.join(", ")}: ${policy.silent}`,
      `decide: ${policy.remedy(undecided[0])}`,
    );
  }
  return { running: names(running), compiling: names(running.filter(compiles)) };
}

const names = (packages: readonly LockedPackage[]): string[] => [...new Set(packages.map(({ name }) => name))];

const compiles = ({ needs }: LockedPackage): boolean =>
  compilers.some((name) => needs.includes(name)) && !prebuilt.some((name) => needs.includes(name));

/** npm's lock file says it; the others' don't, but what builds needs one of few packages for that. */
const hasScript = ({ script, needs }: LockedPackage): boolean =>
  script ?? [...compilers, ...prebuilt].some((name) => needs.includes(name));

/** Of use to developers only: they check the manager, or put hooks into git. */
const harmless = /^(?:npx (?:-y |--yes )?)?(?:only-allow|husky|simple-git-hooks|lefthook|is-ci|check-node-version)\b/;

/**
 * What the application makes of its dependencies, as Prisma's generator does. The dependencies are installed before its own
 * files are there, so that an edit of these reinstalls nothing; these scripts run after.
 */
export function ownScripts({ scripts }: Manifest): string[] {
  return ["preinstall", "install", "postinstall"].filter((name) => {
    const script = scripts[name];
    return script !== undefined && !harmless.test(script);
  });
}
