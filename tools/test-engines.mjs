// `npm run test:engines`: the engine tests once more, on a second, newer Docker Engine.

import { join } from "node:path";
import { copyImages } from "./second-engine/copy-images.mjs";
import { startSecondEngine } from "./second-engine/engine.mjs";
import { Advice, main, note, run, step } from "./console.mjs";
import { provideEngine } from "./setup/engine.mjs";
import { provideImages } from "./setup/images.mjs";
import { readOptions } from "./setup/options.mjs";
import { providePackages } from "./setup/packages.mjs";
import { root } from "./setup/places.mjs";
import { provideToolchain, toolchainEnv } from "./setup/toolchain.mjs";
import { pinned } from "./stand-ins/catalogue.mjs";
import { cannotBuild, provideMmdebstrap } from "./stand-ins/debian.mjs";

const purpose =
  "Runs the tests of the engine layer on Debian's newer Docker Engine, started beside the one that is there.";
const known = { "no-install": "refuse, with advice, where something would have to be installed on this machine" };

/** What depends on the engine's version: its traps, its refusals, its recoveries. */
const tests = ["traps", "recovery", "refusals", "interruptions"].map((name) => `test/integration/${name}.test.ts`);

/** The one image that these tests start containers from. */
const needed = pinned.filter((name) => name.startsWith("nginx:"));

await main(async () => {
  const options = readOptions({ command: "test:engines", purpose, known });
  if (options) await testEngines({ install: !options["no-install"] });
});

async function testEngines({ install }) {
  const reason = await cannotBuild();
  if (reason)
    throw new Advice(
      `a second engine can't be started here: ${reason}`,
      "set DOCKER_HOST to another engine and run `npm test` instead",
    );
  const first = await provideEngine({ install });
  await providePackages();
  const toolchain = await provideToolchain({ install });
  await provideImages({ host: first.host, wanted: needed, install });
  await provideMmdebstrap({ install });

  const second = await startSecondEngine();
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  ["SIGINT", "SIGTERM", "SIGHUP"].forEach((signal) => process.once(signal, interrupt));
  try {
    await step(`copy images from ${first.version} to ${second.version}`, () =>
      copyImages(needed, first.host, second.host),
    );
    process.exitCode = await runTests(toolchain, second, interrupted.signal);
  } finally {
    await second.stop();
  }
}

async function runTests(toolchain, { host, version }, signal) {
  note(`the tests below run on Docker Engine ${version}`);
  // CI: without this engine they must fail, not be skipped.
  const env = { ...toolchainEnv(toolchain), DOCKER_HOST: host, CI: "true" };
  const reporter = join(root, "test", "support", "closing-line.cjs");
  const arguments_ = [join(root, "node_modules", "mocha", "bin", "mocha.js"), "--reporter", reporter, ...tests];
  const { code } = await run("node", arguments_, { cwd: root, env, inherit: true, allowFailure: true, beat: 600_000 });
  return signal.aborted ? 130 : code;
}
