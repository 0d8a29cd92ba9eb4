import { readFileSync } from "node:fs";

/**
 * @typedef {object} DatabaseConfig
 * @property {string} host
 * @property {number} port
 * @property {string} database
 * @property {string} user
 * @property {() => string} password read anew for each connection, so a rotated secret needs no restart
 * @property {number} poolMax most connections this process ever opens
 */

/**
 * @typedef {object} Config
 * @property {string} host
 * @property {number} port
 * @property {string} logLevel
 * @property {DatabaseConfig} database
 * @property {string} automationUrl
 * @property {string} callbackUrl
 * @property {number} automationConcurrency
 * @property {number} requestTimeoutMs
 * @property {number} shutdownGraceMs
 */

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];

/**
 * Gathers every fault before it throws, so that a wrong deployment is corrected once and not variable by variable.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Config}
 */
export function readConfig(env) {
  /** @type {string[]} */
  const faults = [];

  const text = (/** @type {string} */ name, /** @type {string} */ fallback) => env[name] || fallback;

  const whole = (
    /** @type {string} */ name,
    /** @type {number} */ fallback,
    /** @type {number} */ least,
    /** @type {number} */ most,
  ) => {
    const given = env[name];
    if (!given) return fallback;
    const value = Number(given);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    faults.push(`${name}: "${given}" is not a whole number from ${least} to ${most}`);
    return fallback;
  };

  const url = (/** @type {string} */ name, /** @type {string} */ fallback) => {
    const given = env[name] || fallback;
    if (/^https?:\/\/[^/?#]+/.test(given) && URL.canParse(given)) return given.replace(/\/+$/, "");
    faults.push(`${name}: "${given}" is not an http(s) URL, write for example "${fallback}"`);
    return fallback;
  };

  const logLevel = text("LOG_LEVEL", "info");
  if (!logLevels.includes(logLevel))
    faults.push(`LOG_LEVEL: "${logLevel}" is unknown, write one of ${logLevels.join(", ")}`);

  const port = whole("PORT", 3001, 1, 65535);
  const password = passwordSource(env, faults);
  const config = {
    host: text("HOST", "0.0.0.0"),
    port,
    logLevel,
    database: {
      host: text("PGHOST", "localhost"),
      port: whole("PGPORT", 5432, 1, 65535),
      database: text("PGDATABASE", "pilotpros"),
      user: text("PGUSER", "pilotpros"),
      password,
      // Two at least: one connection listens for changes for as long as the process runs.
      poolMax: whole("PGPOOL_MAX", 10, 2, 200),
    },
    automationUrl: url("AUTOMATION_URL", "http://localhost:5678"),
    callbackUrl: url("CALLBACK_URL", `http://localhost:${port}`),
    automationConcurrency: whole("AUTOMATION_CONCURRENCY", 10, 1, 1000),
    requestTimeoutMs: whole("REQUEST_TIMEOUT_MS", 10_000, 1_000, 300_000),
    shutdownGraceMs: whole("SHUTDOWN_GRACE_MS", 10_000, 100, 300_000),
  };
  if (faults.length > 0) throw new Error(`the environment has ${faults.length} fault(s)\n  ${faults.join("\n  ")}`);
  return config;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} faults
 */
function passwordSource(env, faults) {
  const file = env.PGPASSWORD_FILE;
  if (!file) return () => env.PGPASSWORD ?? "";
  const read = () => readFileSync(file, "utf8").trim();
  try {
    if (read() === "") faults.push(`PGPASSWORD_FILE: ${file} is empty`);
  } catch (error) {
    faults.push(`PGPASSWORD_FILE: ${file} can't be read (${/** @type {NodeJS.ErrnoException} */ (error).code})`);
  }
  return read;
}
