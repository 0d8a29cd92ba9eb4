// `npm run up`: from whatever is there to the running stack.

import { join } from "node:path";
import { Advice, main, note, run, step, warn } from "./console.mjs";
import { engineApi } from "./setup/engine-api.mjs";
import { provideEngine } from "./setup/engine.mjs";
import { ensureHost } from "./setup/host.mjs";
import { provideImages } from "./setup/images.mjs";
import { readOptions } from "./setup/options.mjs";
import { providePackages } from "./setup/packages.mjs";
import { logs, root } from "./setup/places.mjs";
import { ensureSecrets, openStack, selectStack } from "./setup/stack.mjs";
import { provideToolchain } from "./setup/toolchain.mjs";
import { ofExample } from "./stand-ins/catalogue.mjs";
import { freeState } from "./stack/file-backend.mjs";
import { alone } from "./stack/one-run.mjs";
import { dataVolumes } from "./stack/removal.mjs";
import { repair } from "./stack/repair.mjs";
import { update } from "./stack/update.mjs";

const purpose = "Sets up what is missing, deploys examples/pilotpros on the Docker Engine, and shows what runs.";
const known = {
  "no-install": "refuse, with advice, where something would have to be installed on this machine",
  refresh: "look first at what really runs, and put back what was changed by hand",
};

await main(async () => {
  const options = readOptions({ command: "up", purpose, known });
  if (options) await alone(() => up({ install: !options["no-install"], refresh: options.refresh }));
});

async function up({ install, refresh }) {
  const engine = await provideEngine({ install });
  await providePackages();
  await step(
    "build (npm run build)",
    async () => void (await run("npm", ["run", "--silent", "build"], { cwd: root, log: join(logs, "build.log") })),
  );
  const [toolchain, { standIns }] = await both(
    provideToolchain({ install }),
    provideImages({ host: engine.host, wanted: ofExample, install }),
  );
  if (standIns.length > 0)
    warn(`stand-ins, built here because no registry gave the official images: ${standIns.join(", ")}`);

  const api = engineApi(engine.host);
  const stack = openStack({ toolchain, host: engine.host });
  note(`stack ${stack.label}, state in ${stack.own ? `your backend (${stack.because})` : stack.backend}`);
  await freeState(stack);
  await selectStack(stack);
  await ensureHost(stack, api);
  await ensureSecrets(stack, { volumes: await dataVolumes(api, stack.label) });
  await repair(stack, api);
  await update(stack, api, { refresh });
}

/** Compiling keeps the processor busy and images the network. Both end before a failure of either is told. */
async function both(...works) {
  const outcomes = await Promise.allSettled(works);
  const failures = outcomes.filter(({ status }) => status === "rejected").map(({ reason }) => reason);
  if (failures.length > 1) throw new Advice(failures.map(({ message }) => message).join("\n\n"));
  if (failures.length > 0) throw failures[0];
  return outcomes.map(({ value }) => value);
}
