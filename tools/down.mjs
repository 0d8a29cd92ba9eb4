// `npm run down`: removes what `up` made, and keeps the data unless told otherwise.

import { Advice, main, note } from "./console.mjs";
import { engineApi } from "./setup/engine-api.mjs";
import { provideEngine } from "./setup/engine.mjs";
import { readOptions } from "./setup/options.mjs";
import { openStack } from "./setup/stack.mjs";
import { provideToolchain } from "./setup/toolchain.mjs";
import { freeState } from "./stack/file-backend.mjs";
import { alone } from "./stack/one-run.mjs";
import { ask, consentTo, dataVolumes, destroy, purge, tellWhereDataIs } from "./stack/removal.mjs";
import { repair } from "./stack/repair.mjs";

const purpose = "Removes the stack's containers and networks. Data volumes stay, and it says where they are.";
const known = {
  "purge-data": "delete the data volumes too, after asking",
  yes: "do not ask; needed for --purge-data where there is no terminal",
  "no-install": "refuse, with advice, where something would have to be installed on this machine",
};

await main(async () => {
  const options = readOptions({ command: "down", purpose, known });
  if (options)
    await alone(() => down({ install: !options["no-install"], purging: options["purge-data"], yes: options.yes }));
});

async function down({ install, purging, yes }) {
  const consent = consentTo({ purge: purging, yes, atTerminal: Boolean(process.stdin.isTTY && process.stdout.isTTY) });
  if (consent === "refuse")
    throw new Advice(
      "--purge-data deletes data for ever, and there is no terminal to ask at: nothing was removed",
      "add --yes if you mean it",
    );

  // An engine that had to be installed first would have nothing on it to remove.
  const engine = await provideEngine({ install: false });
  const api = engineApi(engine.host);
  const stack = openStack({ toolchain: await provideToolchain({ install }), host: engine.host });
  if (consent === "ask") await ask(await dataVolumes(api, stack.label), stack.label);

  await freeState(stack);
  if (await stack.exists()) {
    await repair(stack, api, { strict: false });
    await destroy(stack);
  } else note(`stack ${stack.label} was never made: nothing to remove`);
  if (purging) await purge(api, await dataVolumes(api, stack.label));
  tellWhereDataIs(await dataVolumes(api, stack.label));
}
