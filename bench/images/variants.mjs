// One application's build contexts: as it is built naively, by hand, by another generator, and by the library.

import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { require as load } from "tsx/cjs/api";
import { run } from "../../tools/console.mjs";
import { root } from "../../tools/setup/places.mjs";

const lib = (file) => load(join(root, "lib", `${file}.ts`), import.meta.url);
const { checkImage } = lib("validation/build");
const { Checks } = lib("validation/checks");
const { contextFiles, entriesHash } = lib("images/context-hash");
const { contextEntries, stageContext } = lib("images/staged-context");
const { pinnedImages } = lib("images/pinned");
const { pythonBases } = lib("images/python-bases");
const { nameIndex } = load(join(root, "test", "support", "python-index.ts"), import.meta.url);

const generator = "@flydotio/dockerfile@0.7.10";
const trust =
  "--mount=type=secret,id=ca if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi;";

/** The names of the variants, in the order of the tables. */
export const variants = [
  "naive",
  "by hand",
  "@flydotio/dockerfile",
  "plimsoll",
  "plimsoll, minimal",
  "plimsoll, smallest",
  "plimsoll, fastest",
];

/** Prepares the folder of one variant. Resolves with `{ folder, context }`: what is edited, and what then makes the context anew. */
export async function prepare(variant, name, subject, work) {
  const folder = join(work, name, variant.replaceAll(/\W+/g, "-"));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, ".."), { recursive: true });
  const unwanted = /(^|\/)(node_modules|dist|Dockerfile|\.dockerignore)$/;
  cpSync(subject.folder, folder, { recursive: true, filter: (path) => !unwanted.test(path) });
  // What lies about where somebody works: modules for another system, and the history.
  writeFileSync(join(folder, ".env"), "PASSWORD=not-for-an-image\n");
  nameIndex(folder);
  if (subject.kind !== "python") await run("npm", ["ci", "--no-audit", "--no-fund", "--silent"], { cwd: folder });
  await run("git", ["init", "--quiet"], { cwd: folder });
  await run("git", ["add", "--all", "--force"], { cwd: folder });
  await run("git", ["-c", "user.name=b", "-c", "user.email=b@example.com", "commit", "--quiet", "-m", "1"], {
    cwd: folder,
  });
  return { folder, context: await makers[variant](folder, name, subject) };
}

const smallest = ({ kind }) => ({ base: "minimal", ...(kind === "python" ? {} : { bundle: true }) });

const makers = {
  naive: (folder, _name, { kind }) => {
    if (kind === "python") return naivePython(folder);
    const start = kind === "site" ? "RUN npm run build\nCMD npm run preview -- --host" : "CMD npm start";
    writeFileSync(
      join(folder, "Dockerfile"),
      `FROM ${pinnedImages.node}\nWORKDIR /app\nCOPY . .\nRUN ${trust} npm install\n${start}\n`,
    );
    return () => folder;
  },
  "by hand": (folder, name) => {
    cpSync(join(root, "bench", "images", "by-hand", `${name}.Dockerfile`), join(folder, "Dockerfile"));
    writeFileSync(join(folder, ".dockerignore"), "node_modules\n.git\n.env\ndist\ntest\n*.md\n");
    return () => folder;
  },
  /** Its own text, with the bases of the others and the company's authority where it downloads; without the line that pulls a frontend. */
  "@flydotio/dockerfile": async (folder) => {
    await run("npx", ["--yes", generator, "--force"], { cwd: folder });
    const file = join(folder, "Dockerfile");
    const text = readFileSync(file, "utf8")
      .replace(/^# syntax.*\n/, "")
      .replace(/^FROM nginx$/m, `FROM ${pinnedImages.nginx}`)
      .replace(/^ARG NODE_VERSION=.*$/m, `ARG NODE_VERSION=${pinnedImages.node.replace(/^node:|-slim$/g, "")}`)
      .replaceAll(/^RUN (npm (?:ci|install).*)$/gm, `RUN ${trust} $1`);
    writeFileSync(file, text);
    return () => folder;
  },
  plimsoll: (folder, _name, subject) => generated(folder, subject, {}),
  "plimsoll, minimal": (folder, _name, subject) => generated(folder, subject, { base: "minimal" }),
  "plimsoll, smallest": (folder, _name, subject) => generated(folder, subject, smallest(subject)),
  "plimsoll, fastest": (folder, _name, subject) =>
    generated(folder, subject, { ...smallest(subject), compileCache: true }),
};

function naivePython(folder) {
  const authority = "--mount=type=secret,id=ca if [ -f /run/secrets/ca ]; then export PIP_CERT=/run/secrets/ca; fi;";
  const lines = [
    `FROM ${pythonBases["3.13"]}`,
    "WORKDIR /app",
    "COPY . .",
    `RUN ${authority} pip install "fastapi>=0.120" "uvicorn>=0.40" "pytest>=8"`,
    "CMD uvicorn app.main:app --host 0.0.0.0",
  ];
  writeFileSync(join(folder, "Dockerfile"), `${lines.join("\n")}\n`);
  return () => folder;
}

/** Looks at the folder anew each time, as a deployment does. */
function generated(folder, { kind }, making = {}) {
  const staged = `${folder}-context`;
  return () => {
    const checks = new Checks();
    const { build } = checkImage(checks, { build: { context: folder, ...making } }, { kind });
    if (checks.faults.length > 0) throw new Error(JSON.stringify(checks.faults));
    const entries = contextEntries(folder, build.generated);
    stageContext(staged, entries, entriesHash(entries));
    return staged;
  };
}

/** What the engine is sent at most, in bytes. */
export const contextBytes = (folder) =>
  contextFiles(folder).reduce((sum, file) => sum + statSync(join(folder, file), { throwIfNoEntry: false }).size, 0);
