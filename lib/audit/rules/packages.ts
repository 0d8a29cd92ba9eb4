import type { Place } from "../finding";
import type { Placed } from "../overlay";
import { packageFile } from "../read/telling";
import { filesAt, megabytes, sizeOf, type AuditView } from "../view";
import type { AuditRule } from "./rule";
import { count } from "./secret-files";

/** Only a developer starts them, whoever lists them. */
const nodeTools = new Set(
  "typescript eslint prettier jest vitest mocha ava tap nyc c8 nodemon ts-node tsx ts-node-dev webpack-dev-server husky lint-staged cypress playwright karma storybook".split(
    " ",
  ),
);
const pythonTools =
  /(^|\/)(site|dist)-packages\/(pytest|mypy|black|ruff|flake8|pylint|tox|nox|coverage|ipython|jupyter|pre_commit|isort|pyright|debugpy|pytest_cov)-[\d.][^/]*\.dist-info\/METADATA$/i;

interface Manifest {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** What is installed, by name: where, and what it needs. A name may be installed several times. */
type Installed = Map<string, { places: Placed[]; needs: string[] }>;

function installedIn(view: AuditView): Installed {
  const installed: Installed = new Map();
  for (const placed of view.visible.values()) {
    const name = placed.entry.kind === "directory" ? undefined : packageFile.exec(placed.entry.path)?.[1];
    if (name === undefined) continue;
    const known = installed.get(name) ?? { places: [], needs: [] };
    known.places.push(placed);
    known.needs.push(...(JSON.parse(placed.entry.text ?? "[]") as string[]));
    installed.set(name, known);
  }
  return installed;
}

/** The package.json of programs, not of what they installed. */
function manifests(view: AuditView): Manifest[] {
  return filesAt(view, /(^|\/)package\.json$/).flatMap(({ entry }) => {
    if (entry.text === undefined || packageFile.test(entry.path)) return [];
    try {
      return [(JSON.parse(entry.text) as Manifest | null) ?? {}];
    } catch {
      return [];
    }
  });
}

/** All that these need, and what that needs, through whatever manager it was installed with. */
function reached(names: Iterable<string>, installed: Installed): Set<string> {
  const needed = new Set(names);
  // A set is walked with all that is added on the way.
  for (const name of needed) for (const one of installed.get(name)?.needs ?? []) needed.add(one);
  return needed;
}

/** A package that production needs too, by whatever way, is none. Lock files need not be there: they often aren't. */
function onlyForDevelopment(view: AuditView): { name: string; placed: Placed }[] {
  const installed = installedIn(view);
  const programs = manifests(view);
  const asked = programs.flatMap(({ dependencies, optionalDependencies }) =>
    Object.keys({ ...dependencies, ...optionalDependencies }),
  );
  const needed =
    programs.length === 0 ? new Set([...installed.values()].flatMap(({ needs }) => needs)) : reached(asked, installed);
  const candidates = new Set([
    ...nodeTools,
    ...programs.flatMap(({ devDependencies }) => Object.keys(devDependencies ?? {})),
  ]);
  return [...candidates]
    .filter((name) => !needed.has(name))
    .flatMap(
      (name) =>
        installed
          .get(name)
          ?.places.slice(0, 1)
          .map((placed) => ({ name, placed })) ?? [],
    );
}

/** They are most of many images, and what scanners find in them is as much work as what runs. */
export const noDevDependencies: AuditRule = {
  name: "no-dev-dependencies",
  says: "has no package that only development needs",
  severity: "medium",
  source: "Node.js Docker team, best practices; docs.docker.com, multi-stage builds",
  check: (view) => {
    const node = onlyForDevelopment(view).map(({ name, placed }): [string, Placed] => [name, placed]);
    const python = filesAt(view, pythonTools).map((placed): [string, Placed] => [
      pythonTools.exec(placed.entry.path)?.[3] ?? "",
      placed,
    ]);
    const places = [...node, ...python].map(([name, placed]) => ({
      what: `${name} in /${folderOf(placed)}`,
      layer: placed.layer,
    }));
    if (places.length === 0) return [];
    const remedy = "install in a stage of its own and prune there: npm prune --omit=dev, pip without the dev group";
    return [{ problem: `${count(places.length, "package is", "packages are")} for development only`, remedy, places }];
  },
};

const folderOf = ({ entry }: Placed): string => entry.path.split("/").slice(0, -1).join("/");

/** What packages carry for those who work on them. */
const baggage: Readonly<Record<string, RegExp>> = {
  "source maps": /\.map$/,
  tests: /\/(tests?|__tests__|specs?)\/|\.(test|spec)\.[cm]?[jt]s$/,
  "documents and examples": /\/(docs?|examples?)\/|\.(md|markdown)$/i,
  "sources and types in TypeScript": /\.[cm]?tsx?$/,
};

const smallBaggage = 2e6;

/** Nothing of it is loaded by a program that serves; on a slow line it is minutes. */
export const littleBaggage: AuditRule = {
  name: "little-baggage",
  says: "carries few source maps, tests and documents of its packages",
  severity: "note",
  source: "measured: 390 MB of n8n's 2.2 GB are maps, types and documents",
  check: (view) => {
    const files = filesAt(view, /(^|\/)node_modules\//);
    const taken = new Set<Placed>();
    const kinds = Object.entries(baggage).map(([what, pattern]) => {
      const own = files.filter((file) => !taken.has(file) && pattern.test(file.entry.path));
      own.forEach((file) => taken.add(file));
      return { what, files: own };
    });
    const total = sizeOf([...taken]);
    if (total < smallBaggage) return [];
    const places = kinds
      .filter(({ files: own }) => own.length > 0)
      .map(({ what, files: own }): Place => ({
        what: `${what}: ${count(own.length, "file", "files")}, ${megabytes(sizeOf(own))}`,
      }));
    const remedy =
      "delete them in the stage that installs; keep maps only where the program runs with --enable-source-maps";
    return [{ problem: `${megabytes(total)} in node_modules are for developers`, remedy, places }];
  },
};
