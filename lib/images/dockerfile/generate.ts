import type { Application } from "../application/detect";
import type { FolderFacts } from "../application/folder-facts";
import { ignoreText } from "../application/ignore";
import { ignoreRules } from "../context-files";
import { nodeBases, pinnedImages } from "../pinned";
import { renderStages } from "./instructions";
import { manifestFiles } from "./manifest-files";
import { reasonsOf, type Reason } from "./reasons";
import { serviceStages } from "./service-stages";
import { siteStages } from "./site-stages";
import { dependencies, manifestFolder, type StageOptions } from "./stages";

/** All that is sent to the engine for an application, apart from the content of its own files. */
export interface GeneratedBuild {
  dockerfile: string;
  /** The rules by which files of the folder were left out, as its .dockerignore would say them. */
  ignore: string;
  /** The other files that were made, by their path in the context. */
  files: Record<string, string>;
  /** The folder's own files, by their path in it. In the context they are under `app/`. */
  kept: string[];
  /** The major of Node that the image is made from. */
  nodeMajor: number;
  /** What was found, and where. */
  reasons: Reason[];
  /** For a site: where files with hashed names are. */
  hashedPath?: string;
}

export interface GenerateOptions {
  /** Build arguments that the build may read. */
  args?: readonly string[];
  /** Where nginx looks for a site's files. */
  root?: string;
}

/** The Dockerfile and what goes with it. Same input, same text. */
export function generateBuild(
  application: Application,
  facts: FolderFacts,
  { args = [], root = "/usr/share/nginx/html" }: GenerateOptions = {},
): GeneratedBuild {
  const { manifest, manager, node, result, made } = application;
  const own = facts.texts[".dockerignore"];
  const secret = facts.privateKeys.map((file) => `/${file}`);
  const ignore = ignoreText({
    ...(own === undefined ? {} : { own }),
    made: made.map((folder) => `/${folder}`),
    secret,
  });
  const rules = ignoreRules(ignore);
  const options: StageOptions = { node: nodeBases[node.value], nginx: pinnedImages.nginx, args, root };
  const stages =
    result.kind === "service" ? serviceStages(application, result, options) : siteStages(application, result, options);
  const dockerfile = renderStages(stages);
  const { installs } = dependencies(application);
  const manifests = installs ? Object.entries(manifestFiles(manifest, manager.value, facts.texts)) : [];
  return {
    dockerfile,
    ignore,
    files: Object.fromEntries(manifests.map(([name, text]) => [`${manifestFolder}/${name}`, text])),
    kept: facts.files.filter((file) => rules.keeps(file) && !inAny(file, made) && !locks.includes(file)),
    nodeMajor: node.value,
    reasons: reasonsOf(application),
    ...(result.kind === "site" ? { hashedPath: result.output.value.hashedPath } : {}),
  };
}

/** They are in the context already, as what the dependencies are installed from. */
const locks = ["package-lock.json", "npm-shrinkwrap.json"];

const inAny = (file: string, folders: readonly string[]): boolean =>
  folders.some((folder) => file.startsWith(`${folder}/`));
