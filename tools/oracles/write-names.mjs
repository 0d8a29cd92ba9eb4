// Writes the lists of names that lib/tuning holds user's flags and variables against, as the real programs tell them:
//
//   node tools/oracles/write-names.mjs        (after a change of versions in tools/oracles/*/package.json)

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { main, step } from "../console.mjs";
import { formatted } from "../docs/formatted.mjs";
import { root } from "../setup/places.mjs";
import { configuredNames, elsewhere, provideN8nConfig, provideN8nSources, n8nVersion } from "./n8n.mjs";
import { acceptedNames, majors, needsValue, provideNodes } from "./node.mjs";

const generated = "// Written by tools/oracles/write-names.mjs from the real programs; a test compares.\n";

async function write(path, text) {
  const file = join(root, path);
  writeFileSync(file, await formatted(file, text));
}

const record = (entries) =>
  `{${Object.keys(entries)
    .toSorted()
    .map((name) => `${name}: "${entries[name]}"`)
    .join(", ")}}`;

await main(async () => {
  await step("flags that Node takes in NODE_OPTIONS", async () => {
    const nodes = await provideNodes();
    const accepted = Object.fromEntries(
      await Promise.all(majors.map(async (major) => [major, await acceptedNames(nodes[major])])),
    );
    const all = [...new Set(majors.flatMap((major) => accepted[major]))].toSorted();
    const of = (...wanted) =>
      all.filter((name) => majors.every((major) => accepted[major].includes(name) === wanted.includes(major)));
    const valued = [];
    for (const name of all) {
      const major = majors.findLast((candidate) => accepted[candidate].includes(name));
      if (await needsValue(nodes[major], name)) valued.push(name);
    }
    const groups = [[22, 24, 26], [22], [24], [26], [22, 24], [22, 26], [24, 26]].filter(
      (group) => of(...group).length > 0,
    );
    await write(
      "lib/tuning/node-flags.ts",
      `${generated}import type { NodeMajor } from "./node";

/** The names that Node's majors take in NODE_OPTIONS. */
const taken: readonly { majors: readonly NodeMajor[]; names: readonly string[] }[] = [
${groups
  .map(
    (group) =>
      `{ majors: [${group.join(", ")}], names: [${of(...group)
        .map((name) => `"${name}"`)
        .join(", ")}] },`,
  )
  .join("\n")}
];

/** Flags that don't stand without a value. */
export const nodeFlagsWithValue: ReadonlySet<string> = new Set([${valued.map((name) => `"${name}"`).join(", ")}]);

/** What a major takes in NODE_OPTIONS. */
export const nodeOptionFlags = (major: NodeMajor): ReadonlySet<string> =>
  new Set(taken.flatMap(({ majors, names }) => (majors.includes(major) ? names : [])));
`,
    );
    return `${all.length}`;
  });
  await step("variables that n8n reads", async () => {
    const declared = configuredNames(await provideN8nConfig());
    const others = elsewhere(await provideN8nSources(), declared);
    await write(
      "lib/tuning/n8n-names.ts",
      `${generated}
/** The version whose names these are. */
export const n8nNamesOf = "${n8nVersion}";

/** Variables that @n8n/config declares; each is read from the file that NAME_FILE names, too. */
export const n8nConfigNames: readonly string[] = [${declared.map((name) => `"${name}"`).join(", ")}];

/** Variables that other packages of n8n declare in the same way, and where. */
export const n8nNamesElsewhere: Readonly<Record<string, string>> = ${record(others.declared)};

/** Variables that n8n reads from the environment alone, and where: for these there is no NAME_FILE. */
export const n8nPlainNames: Readonly<Record<string, string>> = ${record(others.plain)};
`,
    );
    return `${declared.length} and ${Object.keys({ ...others.declared, ...others.plain }).length}`;
  });
});
