import type { Application } from "../application/detect";
import type { FolderFacts } from "../application/folder-facts";
import { ignoreFor } from "../application/ignore";
import type { PythonStart } from "../application/python/start";
import { ignoreRules } from "../context-files";
import { baseOf, ImageBase, usualUser } from "../bases";
import { pinnedImages, type NodeBaseMajor } from "../pinned";
import type { PythonVersion } from "../python-bases";
import { bundleFile, bundleScript } from "./bundle-script";
import { developmentStages, liveOf, type LiveRun } from "./development-stages";
import { followFile, followScript } from "./follow-packages";
import { renderStages, type Stage } from "./instructions";
import { managersOwn, manifestFiles } from "./manifest-files";
import { reasonsOf, type Reason } from "./reasons";
import { settleFile, settleScript } from "./settle-times";
import { serviceStages } from "./service-stages";
import { siteStages } from "./site-stages";
import { dependencies, manifestFolder, type StageOptions } from "./stages";
import { warmUpFile, warmUpScript } from "./warm-up";

/** All that is sent to the engine for an application, apart from the content of its own files. */
export interface GeneratedBuild {
  dockerfile: string;
  /** The rules by which files of the folder were left out, as its .dockerignore would say them. */
  ignore: string;
  /** The other files that were made, by their path in the context. */
  files: Record<string, string>;
  /** The folder's own files, by their path in it. In the context they are under `app/`. */
  kept: string[];
  /** The major of Node that the image is made from, where it is. */
  nodeMajor?: number;
  /** The series of Python that the image is made from, where it is, and how the service starts. */
  python?: { version: PythonVersion; start: PythonStart };
  /** What was found, and where. */
  reasons: Reason[];
  /** For a site: where files with hashed names are. */
  hashedPath?: string;
  /** How the mounted source runs, where it is. */
  development?: LiveRun;
}

export interface GenerateOptions {
  /** Build arguments that the build may read. */
  args?: readonly string[];
  /** Where nginx looks for a site's files. */
  root?: string;
  /** What lies below a service. */
  base?: ImageBase;
  /** An image in place of the official one. */
  baseImage?: string;
  /** Numeric user and group of a service. */
  user?: string;
  /** System packages that a service calls. */
  packages?: readonly string[];
  /** Makes the program one file; packages that are named stay out of it. */
  bundle?: readonly string[];
  /** Keeps what Node compiles at a start. */
  compileCache?: boolean;
}

/** The Dockerfile and what goes with it. Same input, same text. */
export function generateBuild(
  application: Application,
  facts: FolderFacts,
  options: GenerateOptions = {},
): GeneratedBuild {
  const { node, result, made } = application;
  const ignore = ignoreFor(facts, made);
  const rules = ignoreRules(ignore);
  const how = stageOptions(node.value, options);
  const dockerfile = renderStages(stagesOf(application, how));
  const { installs } = dependencies(application);
  const manifests = installs ? Object.entries(manifestFiles(application, facts.texts)) : [];
  return {
    dockerfile,
    ignore,
    files: {
      ...Object.fromEntries(manifests.map(([name, text]) => [`${manifestFolder}/${name}`, text])),
      ...scripts(dockerfile),
    },
    // In development the folder itself is mounted.
    kept:
      result.kind === "development"
        ? []
        : facts.files.filter(
            (file) => rules.keeps(file) && !inAny(file, made) && !managersOwn(file) && isNeeded(file, application),
          ),
    nodeMajor: node.value,
    reasons: reasonsOf(application, how),
    ...(result.kind === "site" ? { hashedPath: result.output.value.hashedPath } : {}),
    ...(result.kind === "development" ? { development: liveOf(application, result) } : {}),
  };
}

function stagesOf(application: Application, how: StageOptions): Stage[] {
  const { result } = application;
  if (result.kind === "service") return serviceStages(application, result, how);
  return result.kind === "site" ? siteStages(application, result, how) : developmentStages(application, result, how);
}

function stageOptions(major: NodeBaseMajor, options: GenerateOptions): StageOptions {
  const { args = [], root = "/usr/share/nginx/html", user = usualUser, packages = [], bundle, compileCache } = options;
  const { base: kind = ImageBase.slim, baseImage: image } = options;
  const base = baseOf(major, { kind, ...(image === undefined ? {} : { image }) });
  return {
    node: base.build,
    base,
    nginx: pinnedImages.nginx,
    args,
    root,
    user,
    packages,
    ...(bundle === undefined ? {} : { bundle }),
    compileCache: compileCache ?? false,
  };
}

/** Scripts that steps of the build mount, or copy. */
const scripts = (dockerfile: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      [settleFile]: settleScript,
      [bundleFile]: bundleScript,
      [warmUpFile]: warmUpScript,
      [followFile]: followScript,
    }).filter(([name]) => new RegExp(`(?:source=|COPY )${name}\\b`).test(dockerfile)),
  );

/** Of a workspace the packages that the image is made of, and what belongs to none. */
function isNeeded(file: string, { workspace, result }: Application): boolean {
  if (result.kind === "site" && result.output.value.folder === "." && /^package(?:-lock)?\.json$/.test(file))
    return false;
  if (workspace === undefined) return true;
  const owner = workspace.packages
    .filter(({ folder }) => file.startsWith(`${folder}/`))
    .toSorted((one, other) => other.folder.length - one.folder.length)[0];
  return owner === undefined || workspace.needed.includes(owner);
}

const inAny = (file: string, folders: readonly string[]): boolean =>
  folders.some((folder) => file.startsWith(`${folder}/`));
