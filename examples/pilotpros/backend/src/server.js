import { readConfig } from "./config.js";
import { startService } from "./service.js";

const config = readConfigOrExit();
const service = await startService(config);
const { log } = service.app;
let stopping = false;

for (const signal of /** @type {const} */ (["SIGTERM", "SIGINT"])) process.on(signal, () => void stop(signal));

service.prepared.catch((error) => {
  if (stopping) return;
  log.fatal({ err: error }, "the database can't be used");
  process.exit(1);
});

/** @param {string} signal */
async function stop(signal) {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, "stopping");
  const overdue = setTimeout(() => {
    log.error({ graceMs: config.shutdownGraceMs }, "not everything could be finished in time");
    process.exit(1);
  }, config.shutdownGraceMs);
  await service.stop();
  clearTimeout(overdue);
  log.info("stopped");
  process.exit(0);
}

function readConfigOrExit() {
  try {
    return readConfig(process.env);
  } catch (error) {
    process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
    process.exit(1);
  }
}
