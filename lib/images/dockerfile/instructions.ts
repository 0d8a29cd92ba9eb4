/** A stage of a Dockerfile: a comment that says what it is for, and its instructions. */
export interface Stage {
  comment: string;
  from: string;
  as?: string;
  lines: string[];
}

/** Only what the frontend inside Engine 20.10 reads: no heredocs, no COPY --link, and no `# syntax=`, which would pull a frontend. */
export const renderStages = (stages: readonly Stage[]): string =>
  stages
    .map(({ comment, from, as, lines }) =>
      [`# ${comment}`, `FROM ${from}${as === undefined ? "" : ` AS ${as}`}`, ...lines, ""].join("\n"),
    )
    .join("\n");

/** A command with mounts, each on a line of its own. */
export const run = (mounts: readonly string[], ...commands: string[]): string =>
  `RUN ${[...mounts.map((mount) => `--mount=${mount}`), commands.join(" && \\\n    ")].join(" \\\n    ")}`;

/** A command that copies those of the files that there are, with their folders and not as links. What can't be copied ends the step. */
export const gather = (files: readonly string[], folder: string): string =>
  [
    `for file in ${files.join(" ")}; do \\`,
    '      [ -f "$file" ] || continue; \\',
    `      { mkdir -p "${folder}$(dirname "$file")" && cp -L "$file" "${folder}$file"; } || exit 1; \\`,
    "    done",
  ].join("\n");

/** The form that starts a program without a shell. */
export const exec = (words: readonly string[]): string => `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;

/** Variables of the image. A dollar would stand for another one. */
export const environment = (values: Readonly<Record<string, string>>): string =>
  `ENV ${Object.entries(values)
    .map(([name, value]) => `${name}=${JSON.stringify(value).replaceAll("$", "\\$")}`)
    .join(" ")}`;

/** A word for a shell. */
export const quoted = (word: string): string =>
  /^[\w./@:=+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
