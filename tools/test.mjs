// `npm test`: sets up what is missing, then runs every test, those on the real engine included.

import { join } from "node:path";
import { main, run, step, warn } from "./console.mjs";
import { provideBrowser } from "./setup/browser.mjs";
import { provideEngine } from "./setup/engine.mjs";
import { provideImages } from "./setup/images.mjs";
import { readOptions } from "./setup/options.mjs";
import { installPackages, providePackages } from "./setup/packages.mjs";
import { logs, root } from "./setup/places.mjs";
import { provideToolchain, toolchainEnv } from "./setup/toolchain.mjs";

const purpose = "Sets up what the tests need and runs all of them.";
const known = { "no-install": "refuse, with advice, where something would have to be installed on this machine" };

await main(async () => {
  const options = readOptions({ command: "test", purpose, known });
  if (options) await test({ install: !options["no-install"] });
});

async function test({ install }) {
  const engine = await provideEngine({ install });
  await providePackages();
  await installPackages(join(root, "examples", "pilotpros", "backend"));
  await step(
    "build (npm run build)",
    async () => void (await run("npm", ["run", "--silent", "build"], { cwd: root, log: join(logs, "build.log") })),
  );
  const toolchain = await provideToolchain({ install });
  const { standIns } = await provideImages({ host: engine.host, install });
  if (standIns.length > 0)
    warn(`tested with stand-ins, built here because no registry gave the official images: ${standIns.join(", ")}`);
  const browser = await provideBrowser({ install });

  const env = { ...toolchainEnv(toolchain), DOCKER_HOST: engine.host, CHROMIUM: browser };
  const reporter = join(root, "test", "support", "closing-line.cjs");
  const { code } = await run(
    "node",
    // A run of Pulumi that failed may leave a server behind: the tests end with their last line, not with CI's patience.
    [
      join(root, "node_modules", "mocha", "bin", "mocha.js"),
      "--exit",
      "--reporter",
      reporter,
      "test/**/*.test.{ts,mjs}",
    ],
    {
      cwd: root,
      env,
      inherit: true,
      allowFailure: true,
      beat: 600_000,
    },
  );
  process.exitCode = code;
}
