// Provides the pinned images: those on the engine, else from a registry, else stand-ins built here under the same names.

import { Advice, dim, note, seconds, step, warn } from "../console.mjs";
import { buildStandIn, isCurrent, labelKey } from "../stand-ins/build.mjs";
import { catalogue, pinned } from "../stand-ins/catalogue.mjs";
import { cannotBuild, provideMmdebstrap } from "../stand-ins/debian.mjs";
import { engine } from "../stand-ins/engine.mjs";
import { alone } from "../stand-ins/kept.mjs";

/** A registry that has not said a word for this long is taken for unreachable. */
const patience = 10_000;

/** What a registry says when it is there but has no such image for us. */
const refusal =
  /manifest unknown|not found: manifest|pull access denied|repository does not exist|toomanyrequests|unauthorized|no matching manifest/i;

/**
 * Sees to it that every image of `wanted` is on the engine at `host`. Resolves with { standIns }: the names among them
 * that are stand-ins, built now or earlier.
 */
export async function provideImages({ host, wanted = pinned, install = true } = {}) {
  const docker = engine(host);
  const present = Object.fromEntries(await Promise.all(wanted.map(async (name) => [name, await docker.image(name)])));
  const standIns = wanted.filter((name) => present[name]?.Config?.Labels?.[labelKey]);
  const absent = wanted.filter((name) => !present[name]);
  const stale = standIns.filter((name) => catalogue[name] && !isCurrent(name, present[name]));

  const unanswered = await pullAll(docker, absent);
  const reason = unanswered.length + stale.length > 0 ? await whyNot(docker, [...unanswered, ...stale]) : undefined;
  if (reason && unanswered.length > 0)
    throw new Advice(
      `images are missing and no registry gave them: ${unanswered.join(", ")}; ${reason}`,
      "give the Docker Engine access to a registry, or load the images with `docker load`, then start again",
    );
  if (reason && stale.length > 0)
    warn(`stand-ins of an earlier recipe are used as they are (${reason}): ${stale.join(", ")}`);

  const toBuild = reason ? [] : [...unanswered, ...stale];
  if (toBuild.length > 0) await buildAll(docker, toBuild, install);
  else if (absent.length === 0) note(`images: all ${wanted.length} are on the engine`);
  return { standIns: wanted.filter((name) => standIns.includes(name) || toBuild.includes(name)) };
}

/** Pulls what a registry gives. Resolves with the names it does not give; the first silence ends the asking. */
async function pullAll(docker, names) {
  const missing = [...names];
  for (const name of names) {
    const failure = await pull(docker, name);
    if (!failure) missing.splice(missing.indexOf(name), 1);
    else if (!refusal.test(failure)) {
      warn(`no registry answers (${failure.split("\n")[0]}); no further pull is tried`);
      break;
    } else warn(`${name}: the registry refuses: ${failure}`);
  }
  return missing;
}

/** Pulls one image; resolves with the reason if that failed. */
async function pull(docker, name) {
  const abort = new AbortController();
  const began = Date.now();
  let spoke = false;
  let said = Date.now();
  const silence = setTimeout(() => abort.abort(), patience);
  const progress = (line) => {
    // "Pulling from" already is the registry's answer; from then on slowness is no sign of absence.
    if (!spoke) clearTimeout(silence);
    spoke = true;
    if (Date.now() - said < 15_000) return;
    said = Date.now();
    note(
      dim(`still pulling ${name} (${seconds(said - began)}): ${line.status ?? ""} ${line.progress ?? ""}`.trimEnd()),
    );
  };
  let failure;
  const outcome = await step(`pull ${name}`, async () => {
    try {
      await docker.pull(name, { signal: abort.signal, progress });
    } catch (error) {
      failure = abort.signal.aborted ? `no answer in ${seconds(patience)}` : error.message;
      return "not to be had";
    }
  });
  return outcome ? failure : undefined;
}

/** Why stand-ins for `names` can't be built here, if so. */
async function whyNot(docker, names) {
  const unknown = names.filter((name) => !catalogue[name]);
  if (unknown.length > 0) return `there is no stand-in for ${unknown.join(", ")}`;
  const { Arch, Os } = await docker.version();
  if (Arch !== "amd64" || Os !== "linux") return `stand-ins are for linux/amd64, the engine is ${Os}/${Arch}`;
  return cannotBuild();
}

/** Builds stand-ins side by side: most of the time of each is spent waiting for packages or on one core. */
async function buildAll(docker, names, install) {
  await alone(async () => {
    const needed = [];
    // Another process may have built them while this one waited for its turn.
    for (const name of names) if (!isCurrent(name, await docker.image(name))) needed.push(name);
    if (needed.length === 0) return;
    warn(`building stand-ins from Debian, npm and PyPI packages: ${needed.join(", ")}`);
    await provideMmdebstrap({ install });
    for (const name of needed) await catalogue[name].provide?.({ install });
    const results = await Promise.allSettled(needed.map((name) => buildStandIn(docker, name)));
    const failed = results.filter((result) => result.status === "rejected").map((result) => result.reason);
    if (failed.length === 1) throw failed[0];
    if (failed.length > 1) throw new Advice(failed.map((error) => error.message).join("\n"));
  });
}
