import type { Application } from "../application/detect";
import { major, packageOf, type ManagerName } from "../application/manager-versions";
import type { PackageManager } from "../application/package-manager";
import type { Workspace } from "../application/workspace";
import { quoted } from "./instructions";
import { downloading, downloadingWith, npmCache, npmPrune } from "./npm";

/** How a manager is called. */
interface Commands {
  /** The mount that its downloads stay in between builds. */
  cache: string;
  /** Variables for what it runs, here and in later stages. */
  environment?: Record<string, string>;
  /** Installs what the lock file says, or what package.json asks for where none agrees with it. */
  install: (development: boolean) => string[];
  /** Leaves what runs, where all is installed, without asking the registry for what is there. */
  production: () => string[];
}

type Installing = Pick<PackageManager, "exact"> & { version: string; workspace: Workspace | undefined };

const store = "/root/.pnpm-store";
/** pnpm and bun leave in place what they think may be needed again. */
const empty = "find . -name node_modules -prune -exec rm -rf {} +";

const commandsOf: Record<ManagerName, (how: Installing) => Commands> = {
  npm: ({ exact, workspace }) => {
    const part = workspace === undefined ? "" : ` --workspace=${quoted(workspace.folder)} --include-workspace-root`;
    return {
      cache: npmCache,
      install: (development) => [
        `npm ${exact ? "ci" : "install"}${development ? "" : " --omit=dev"}${part} --no-audit --no-fund`,
      ],
      // In a workspace, prune would fetch what other packages need.
      production: () => [`npm ci --omit=dev${part} --no-audit --no-fund --prefer-offline`],
    };
  },
  pnpm: ({ exact, workspace }) => {
    const part = workspace === undefined ? [] : [`--filter={${workspace.folder}}...`, "--filter={.}"].map(quoted);
    const install = (flags: string[]): string =>
      // Packages whose scripts nobody decided about would end the install from 11 on; a warning tells of them.
      ["pnpm install", ...flags, ...part, `--store-dir=${store}`, "--config.strict-dep-builds=false"].join(" ");
    return {
      cache: `type=cache,target=${store}`,
      // Else each script that pnpm starts looks first whether all is installed.
      environment: { pnpm_config_verify_deps_before_run: "false" },
      install: (development) => [
        install([exact ? "--frozen-lockfile" : "--no-frozen-lockfile", ...(development ? [] : ["--prod"])]),
      ],
      production: () => [empty, install(["--prod", "--frozen-lockfile", "--offline"])],
    };
  },
  yarn: (how) => (major(how.version) === 1 ? classicYarn(how) : yarn(how)),
  bun: ({ exact }) => {
    const install = (flags: string[]): string => ["bun install", ...flags].join(" ");
    return {
      cache: "type=cache,target=/root/.bun/install/cache",
      install: (development) => [
        install([...(exact ? ["--frozen-lockfile"] : []), ...(development ? [] : ["--production"])]),
      ],
      production: () => [empty, install(["--frozen-lockfile", "--production"])],
    };
  },
};

/** Its cache stands no two installs at once. */
function classicYarn({ exact }: Installing): Commands {
  const folder = "/root/.cache/yarn";
  const install = (flags: string[]): string =>
    ["yarn install", ...flags, "--non-interactive", `--cache-folder=${folder}`].join(" ");
  return {
    cache: `type=cache,target=${folder},sharing=locked`,
    install: (development) => [
      install([...(exact ? ["--frozen-lockfile"] : []), ...(development ? [] : ["--production"])]),
    ],
    production: () => [install(["--frozen-lockfile", "--production", "--offline"])],
  };
}

/** From version 2 on. Its own way to load modules out of archives needs it at run time, so modules are folders here. */
function yarn({ exact, version, workspace }: Installing): Commands {
  const names = workspace === undefined ? "--all" : [...workspaceNames(workspace)].join(" ");
  // Without the command that installs less, the fields of package.json are less.
  const focus =
    major(version) < 4
      ? ["npm pkg delete devDependencies", "yarn install --no-immutable"]
      : [`yarn workspaces focus ${names} --production`];
  return {
    cache: "type=cache,target=/root/.yarn/berry",
    environment: {
      YARN_NODE_LINKER: "node-modules",
      YARN_ENABLE_GLOBAL_CACHE: "true",
      YARN_ENABLE_TELEMETRY: "0",
      YARN_IGNORE_PATH: "1",
    },
    install: (development) => (development ? [`yarn install ${exact ? "--immutable" : "--no-immutable"}`] : focus),
    production: () => focus,
  };
}

function* workspaceNames({ needed }: Workspace): Iterable<string> {
  for (const { manifest } of needed) if (manifest.name !== undefined) yield quoted(manifest.name);
}

const commands = ({ manager: { value }, workspace }: Application): Commands =>
  commandsOf[value.name]({ exact: value.exact, version: value.version ?? "", workspace });

/** The manager itself, before the manifests: another dependency does not install it anew. */
export function managerLines(application: Application): string[] {
  const { name, version } = application.manager.value;
  const { environment = {} } = commands(application);
  const variables = Object.entries(environment).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  if (version === undefined) return [];
  // Node's images have a yarn of the first generation, in whose place this one comes; bun's and pnpm's install scripts put their program there.
  const flags = { npm: "", pnpm: " --allow-scripts=pnpm", yarn: " --force", bun: " --allow-scripts=bun" }[name];
  return [
    ...(variables.length === 0 ? [] : [`ENV ${variables.join(" ")}`]),
    downloading(`npm install --global --no-audit --no-fund${flags} ${packageOf(name, version)}`),
  ];
}

/** Installs what the lock file says, or what package.json asks for where none agrees with it. */
export function installLine(application: Application, development: boolean): string {
  const { cache, install } = commands(application);
  const compiles = application.scripts.compiling.length > 0;
  // Without a dependency that is for this system there is no folder, and the next stages copy it.
  return downloadingWith({ cache, compiles }, ...install(development), "mkdir -p node_modules");
}

/** Leaves what runs. */
export function productionLine(application: Application): string {
  if (application.manager.value.name === "npm" && application.workspace === undefined) return npmPrune();
  const { cache, production } = commands(application);
  const compiles = application.scripts.compiling.length > 0;
  return downloadingWith({ cache, compiles }, ...production(), "mkdir -p node_modules");
}

/** How the dependencies are installed, for people. */
export const installedBy = (application: Application): string => {
  const { name, version, exact } = application.manager.value;
  const how = { npm: "ci", pnpm: "install --frozen-lockfile", yarn: "install", bun: "install --frozen-lockfile" };
  return `${name}${version === undefined ? "" : ` ${version}`} ${exact ? how[name] : "install"}`;
};
