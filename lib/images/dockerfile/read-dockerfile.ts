/** A stage of a Dockerfile that is there. */
export interface ReadStage {
  name: string | undefined;
  from: string;
  /** The folder that its commands run in; undefined where no line says it. */
  folder: string | undefined;
  /** The user that its last line about one names. */
  user: string | undefined;
  /** What it copies of the context: files and folders, "" for all of it. What has wildcards or variables is left out. */
  copies: string[];
}

/** The stages of a Dockerfile, with folder and user of those they begin from. What needs a variable is not known. */
export function readStages(text: string): ReadStage[] {
  const stages: ReadStage[] = [];
  for (const line of text.replaceAll(/\\\r?\n/g, " ").split(/\r?\n/)) {
    const [, word = "", rest = ""] = /^\s*([A-Za-z]+)\s+(.*?)\s*$/.exec(line) ?? [];
    const last = stages.at(-1);
    if (word.toUpperCase() === "FROM") {
      const [, from = "", name] = /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(rest) ?? [];
      const base = stages.find((stage) => stage.name?.toLowerCase() === from.toLowerCase());
      stages.push({ name, from, folder: base?.folder, user: base?.user, copies: [] });
    } else if (word.toUpperCase() === "WORKDIR" && last !== undefined) {
      const folder = rest.replace(/^(["'])(.*)\1$/, "$2");
      last.folder = folder.includes("$") ? undefined : folder.startsWith("/") ? folder : below(last.folder, folder);
    } else if (word.toUpperCase() === "USER" && last !== undefined) last.user = rest;
    else if (/^(?:COPY|ADD)$/i.test(word) && !/--from=/.test(rest)) last?.copies.push(...sourcesOf(rest));
  }
  return stages;
}

const below = (folder: string | undefined, name: string): string | undefined =>
  folder === undefined ? undefined : `${folder.replace(/\/$/, "")}/${name}`;

/** `COPY a b ./` and `COPY ["a", "b", "./"]`: all but the last. */
const sourcesOf = (rest: string): string[] =>
  rest
    .replaceAll(/[[\]",]/g, " ")
    .trim()
    .split(/\s+/)
    .filter((word) => !word.startsWith("--"))
    .slice(0, -1)
    .filter((source) => !/[*?$]|^https?:/.test(source))
    .map((source) =>
      source
        .replace(/^\.?\/+/, "")
        .replace(/\/+$/, "")
        .replace(/^\.$/, ""),
    );
