// Does the library's PostgreSQL do better than the engine's own settings, a hand-made set and pgtune's formulas?
// Real containers with real limits; CPU time of the container, the client's not counted.
//
//   node bench/postgres.mjs [--size 2cpu,2GiB] [--data 0.5,1,3] [--rounds 1] [--only complex,oltp,write,kill]
//                           [--config a,b,c,d] [--set name=value]... [--connections 100] [--schema events,orders]
//                           [--variant "NAME: name=value, name=value"]... [--shm MiB]
//                           [--warm 1] [--image NAME] [--keep] [--save NAME]
//
// a: stock, b: the requirement document's values, c: pgtune, d: plimsoll, e: plimsoll with --set. --keep leaves the data
// sets on the engine for the next run; `docker volume ls --filter label=plimsoll.bench` lists them.

import { parseArgs } from "node:util";
import { Advice, main, note } from "../tools/console.mjs";
import { provideEngine } from "../tools/setup/engine.mjs";
import { provideImages } from "../tools/setup/images.mjs";
import { configurations, parseSize, pinnedImages } from "./postgres/configurations.mjs";
import { attempt, cleanUpAtEnd } from "./postgres/docker.mjs";
import { startClient } from "./postgres/server.mjs";
import { experiments } from "./postgres/experiments.mjs";
import { save } from "./postgres/records.mjs";

/** "NAME: name=value, name=value" */
function parseVariant(text) {
  const [name, settings] = [text.slice(0, text.indexOf(":")), text.slice(text.indexOf(":") + 1)];
  return { name, settings: parseSettings(settings.split(",").map((pair) => pair.trim())) };
}

const quoted = (word) => (/^[\w.,:=/-]+$/.test(word) ? word : `"${word}"`);

function parseSettings(pairs) {
  return Object.fromEntries(
    pairs.filter(Boolean).map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
}

await main(async () => {
  const { values } = parseArgs({
    options: {
      size: { type: "string", default: "2cpu,2GiB" },
      data: { type: "string", default: "0.5,1,3" },
      rounds: { type: "string", default: "1" },
      only: { type: "string", default: "complex,oltp,write,kill" },
      config: { type: "string", default: "a,b,c,d" },
      set: { type: "string", multiple: true, default: [] },
      connections: { type: "string", default: "100" },
      schema: { type: "string", default: "events,orders" },
      shm: { type: "string" },
      variant: { type: "string", multiple: true, default: [] },
      warm: { type: "string", default: "1" },
      image: { type: "string", default: pinnedImages.postgres },
      keep: { type: "boolean", default: false },
      save: { type: "string" },
    },
  });
  const list = (text) => text.split(",");
  const overrides = parseSettings(values.set);
  const size = parseSize(values.size);
  const variants = values.variant.map(parseVariant);
  const shmMiB = values.shm && Number(values.shm);
  const compared = configurations({
    size,
    connections: Number(values.connections),
    wanted: list(values.config),
    overrides,
    variants,
    shmMiB,
  });

  const { host } = await provideEngine({ install: false });
  const { image } = values;
  const { standIns } = await provideImages({ host, wanted: [image] });
  process.env.DOCKER_HOST = host;
  cleanUpAtEnd();
  const client = await startClient(image);
  const { code } = await attempt("exec", client.name, "sh", "-c", "ls /usr/lib/postgresql/*/lib/llvmjit.so");
  const jit = code === 0;
  const plan = {
    client,
    size,
    configurations: compared,
    connections: Number(values.connections),
    factors: list(values.data).map(Number),
    rounds: Number(values.rounds),
    warmRuns: Number(values.warm),
    keep: values.keep,
    only: list(values.schema),
  };
  for (const name of list(values.only)) {
    const experiment = experiments[name];
    if (!experiment)
      throw new Advice(`there is no experiment "${name}"`, `choose from ${Object.keys(experiments).join(", ")}`);
    const results = await experiment.run(plan);
    experiment.print(results);
    const file = await save(values.save ?? `postgres-${name}-${size.text.replace(",", "-")}`, {
      experiment: name,
      command: ["node bench/postgres.mjs", ...process.argv.slice(2).map(quoted)].join(" "),
      image: [image, standIns.includes(image) && "Debian's packages", jit ? "with JIT" : "without JIT"]
        .filter(Boolean)
        .join(", "),
      size: size.text,
      connections: plan.connections,
      configurations: compared.map(({ name: title, command, shmMiB }) => ({
        name: title,
        shmMiB,
        command: command.join(" "),
      })),
      results,
    });
    note(`written to ${file}`);
  }
  process.exit(0);
});
