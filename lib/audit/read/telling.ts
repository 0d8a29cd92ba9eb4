/** What is kept of a file's content. */
export interface Telling {
  /** Larger files of this name are none of ours. */
  limit: number;
  /** What is kept; undefined keeps nothing. */
  keep(content: string): string | undefined;
}

const whole: Telling = { limit: 256 * 1024, keep: (content) => content };

/** Enough to know a key by: what follows must not lie about in memory. */
const beginning: Telling = { limit: 256 * 1024, keep: (content) => content.slice(0, 64) };

/** Of the thousands of installed packages only what needs what. */
const needs: Telling = {
  limit: 256 * 1024,
  keep: (content) => {
    const { dependencies, optionalDependencies, peerDependencies } = fieldsOf(content);
    const names = [dependencies, optionalDependencies, peerDependencies].flatMap((group) =>
      Object.keys((group as object | undefined) ?? {}),
    );
    return names.length === 0 ? undefined : JSON.stringify(names);
  },
};

function fieldsOf(content: string): Record<string, unknown> {
  try {
    return (JSON.parse(content) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}

/** The file of a package that is installed below a node_modules: its name, with its scope. */
export const packageFile = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^@/][^/]*)\/package\.json$/;

/** Folders of programs and libraries, whose examples and tests hold keys that open nothing. */
export const dependencyFolder =
  /(^|\/)(node_modules|site-packages|dist-packages)\/|^usr\/(share|lib|include)\/|^lib\/|^usr\/local\/(share|include)\//;

/** By name, first match. */
const known: readonly [RegExp, Telling][] = [
  [/^(etc|usr\/lib)\/os-release$/, whole],
  [/^etc\/passwd$/, whole],
  [packageFile, needs],
  [/(^|\/)(node_modules|site-packages|dist-packages)\//, { limit: 0, keep: () => undefined }],
  [/(^|\/)package\.json$/, whole],
  [/(^|\/)\.env(\.[^/]+)?$/, whole],
  [/(^|\/)(\.npmrc|\.yarnrc|\.yarnrc\.yml|\.netrc|_netrc|\.pypirc|pip\.conf|\.git-credentials|\.pgpass)$/, whole],
  [/(^|\/)\.(docker\/config\.json|aws\/credentials|kube\/config|git\/config|pulumi\/credentials\.json)$/, whole],
  [/(^|\/)(application_default_credentials|service-?account[^/]*|credentials)\.json$/, whole],
  [/\.(pem|key|p8)$|(^|\/)id_(rsa|dsa|ecdsa|ed25519)$/, beginning],
];

/** What to keep of a file with this path; undefined for nearly all. */
export const tellingOf = (path: string): Telling | undefined => known.find(([pattern]) => pattern.test(path))?.[1];
