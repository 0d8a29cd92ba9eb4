// One stand-in, from its recipe to the engine.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Advice, step, warn } from "../console.mjs";
import { loadImage } from "./archive.mjs";
import { catalogue } from "./catalogue.mjs";
import { fingerprint } from "./kept.mjs";

/** Says what a stand-in is and its real versions. An image without this label is not one of ours. */
export const labelKey = "plimsoll.stand-in";
const recipeKey = "plimsoll.stand-in.recipe";

const here = import.meta.dirname;

/**
 * The hash of what goes into the stand-in `name`: the files of its folders that aren't code, and `revision`, which is
 * raised by hand when the code's change changes the image. A comment or a new layout of the code is no new image.
 */
const recipeOf = (name) => {
  const { folders, revision } = catalogue[name];
  return fingerprint([...folders, join(here, "small")].flatMap(contents), revision);
};

const contents = (folder) =>
  readdirSync(folder)
    .filter((file) => !/\.(mjs|md)$/.test(file))
    .map((file) => join(folder, file));

/** Whether `image` (what the engine says of it) is the stand-in `name` as it would be built now. */
export const isCurrent = (name, image) => image?.Config?.Labels?.[recipeKey] === recipeOf(name);

/** Builds the stand-in for `name` and loads it under that name. */
export async function buildStandIn(engine, name) {
  const { wants } = catalogue[name];
  const { version, label, layers, config } = await catalogue[name].build();
  checkVersion(name, wants, version);
  await step(`load the stand-in ${name}`, async () => {
    const before = await engine.image(name);
    const Labels = { ...config.Labels, [labelKey]: label, [recipeKey]: recipeOf(name) };
    await loadImage(engine, name, layers, { ...config, Labels });
    const { Id, Size } = await engine.image(name);
    // The one it replaces lost its name: it goes, unless a container still runs on it.
    if (before?.Config?.Labels?.[labelKey] && before.Id !== Id) await engine.remove(before.Id).catch(() => {});
    return `${Math.round(Size / 1e6)} MB`;
  });
}

/** Debian moves on: a newer patch level is as good and said, another minor or major is no stand-in any more. */
function checkVersion(name, wants, version) {
  const parts = (text) => text.split(/[.-]/).map(Number);
  const [wanted, got] = [parts(wants), parts(version)];
  const last = wanted.length - 1;
  if (wanted.every((part, index) => part === got[index])) return;
  if (wanted.slice(0, last).every((part, index) => part === got[index]) && got[last] > wanted[last])
    return warn(`${name}: Debian has ${version} by now; the stand-in holds that and its label says so`);
  throw new Advice(
    `the stand-in for ${name} can't be built: Debian has ${version} by now, not ${wants}`,
    "use a newer Plimsoll, or load the official image with `docker load`",
  );
}
