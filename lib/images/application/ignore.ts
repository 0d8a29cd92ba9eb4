import type { FolderFacts } from "./folder-facts";

/**
 * Made by tools on the developer's machine, or read by people only. An own .dockerignore may bring one of them back. Words
 * that a program may use for its own folders, such as coverage, mean the one at the top only.
 */
const needless = [
  "**/node_modules",
  "**/.DS_Store",
  "**/.cache",
  "**/.idea",
  "**/.vscode",
  "**/*.log",
  "**/*.tsbuildinfo",
  "**/.next",
  "**/.nuxt",
  "**/.output",
  "**/.svelte-kit",
  "**/.astro",
  "**/.turbo",
  "**/.parcel-cache",
  "**/.nyc_output",
  "**/.angular",
  "**/.pnpm-store",
  ".yarn/cache",
  ".yarn/unplugged",
  ".yarn/releases",
  ".yarn/install-state.gz",
  ".pnp.*",
  "**/__pycache__",
  "**/*.py[cod]",
  "**/.venv",
  "**/*.egg-info",
  "**/.pytest_cache",
  "**/.mypy_cache",
  "**/.ruff_cache",
  "**/.tox",
  "**/.nox",
  "**/.ipynb_checkpoints",
  "**/conftest.py",
  "**/test_*.py",
  "**/*_test.py",
  "**/__tests__",
  // Not openapi.spec.json.
  "**/*.test.*[jt]s",
  "**/*.test.[jt]sx",
  "**/*.spec.*[jt]s",
  "**/*.spec.[jt]sx",
  "coverage",
  ".coverage",
  "htmlcov",
  "venv",
  "test",
  "tests",
  "e2e",
  "cypress",
  "README*",
  "CHANGELOG*",
  "Dockerfile*",
  "docker-compose*.y*ml",
  "compose*.y*ml",
  "**/.dockerignore",
  "**/.gitignore",
  "**/.editorconfig",
  "**/.nvmrc",
  "**/.node-version",
  "**/.prettierrc*",
  "**/.prettierignore",
  "**/.eslintrc*",
  "**/eslint.config.*",
];

/** Secrets and histories: in an image they reach everybody who may pull it, so no exception brings them back. */
const never = [
  "**/.git",
  "**/.hg",
  "**/.svn",
  "**/.jj",
  "**/.plimsoll",
  "**/.pulumi",
  "**/Pulumi.*.yaml",
  "**/.env",
  "**/.env.*",
  "**/.envrc",
  "**/.npmrc",
  "**/.yarnrc",
  "**/.pypirc",
  "**/.yarnrc.yml",
  "**/.netrc",
  "**/.aws",
  "**/.ssh",
  "**/.docker",
  "**/.kube",
  "**/*.key",
  "**/*.p12",
  "**/*.pfx",
  "**/*.jks",
  "**/*.kdbx",
  "**/id_rsa*",
  "**/id_ecdsa*",
  "**/id_ed25519*",
];

/**
 * The .dockerignore of a folder without Dockerfile: what is needless, the folder's own rules, what its build makes anew,
 * and at last what must never be sent. The last rule that matches decides, so this order is the rank.
 */
export function ignoreText({ own = "", made = [], secret = [] }: Ignored = {}): string {
  const parts: [string, readonly string[]][] = [
    ["# Needless in an image.", needless],
    ["# The folder's own .dockerignore.", ownRules(own)],
    ["# Made anew by the build.", made],
    ["# Secrets and histories, never in an image.", [...never, ...secret]],
  ];
  return parts
    .filter(([, rules]) => rules.length > 0)
    .map(([title, rules]) => [title, ...rules, ""].join("\n"))
    .join("\n");
}

/** The rules for what a folder holds. */
export const ignoreFor = ({ texts, privateKeys }: FolderFacts, made: readonly string[] = []): string =>
  ignoreText({
    ...(texts[".dockerignore"] === undefined ? {} : { own: texts[".dockerignore"] }),
    made: made.map((folder) => `/${folder}`),
    secret: privateKeys.map((file) => `/${file}`),
  });

export interface Ignored {
  /** Text of the folder's own .dockerignore. */
  own?: string;
  /** Outputs of the build, which would be stale. */
  made?: readonly string[];
  /** Files with private keys. */
  secret?: readonly string[];
}

const ownRules = (own: string): string[] =>
  own
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
