// Provides a Docker Engine: the reachable one, else, as root on Debian or Ubuntu, Debian's own package, started here.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Advice, note, run, step, warn } from "../console.mjs";
import { engineApi } from "./engine-api.mjs";
import { checkKind, checkSpace, checkVersion } from "./engine-fitness.mjs";
import { engineHosts } from "./engine-hosts.mjs";
import { alone } from "./lock.mjs";
import { logs, state } from "./places.mjs";
import { isAlive, runningProgram } from "./processes.mjs";

const ownHost = "unix:///var/run/docker.sock";

/** Resolves with { host, version, apiVersion, operatingSystem, started }; `started` says whether it was started here. */
export async function provideEngine({ install = true } = {}) {
  const { host, tried } = await reachable();
  if (host) return describe(host, false);
  refuseUnlessOurs(tried, install);
  const waiting = ({ pid }) => note(`another set-up (process ${pid}) is starting the engine; waiting for it`);
  const started = await alone(join(state, "engine.lock"), installAndStart, waiting);
  return describe(ownHost, started);
}

/** Resolves with whether it had to be started: the package, or another set-up, may have done so meanwhile. */
async function installAndStart() {
  if (await silence(ownHost)) await installEngine();
  if (!(await silence(ownHost))) return false;
  await startEngine({ host: ownHost });
  return true;
}

/** The first host that answers, and what the others said. */
async function reachable() {
  const tried = [];
  for (const { host, because, chosen } of engineHosts()) {
    const problem = await silence(host);
    if (!problem) return { host, tried };
    tried.push({ host, because, chosen, problem });
  }
  return { tried };
}

/** Why no engine answers at `host`; undefined if one does. */
async function silence(host) {
  try {
    await engineApi(host, { timeout: 5_000 }).version();
    return undefined;
  } catch (error) {
    if (error instanceof Advice) throw error;
    return (
      { ENOENT: "no such socket", ECONNREFUSED: "nothing listens", EACCES: "not permitted" }[error.code] ??
      error.message
    );
  }
}

/** Throws with advice where it is not for us to install or start an engine. */
function refuseUnlessOurs(tried, install) {
  const [chosen] = tried.filter((one) => one.chosen);
  if (chosen)
    throw new Advice(
      `no Docker Engine answers at ${chosen.host}, chosen by ${chosen.because}: ${chosen.problem}`,
      "start that engine, or unset the choice, and start again",
    );
  const places = tried.map(({ host, problem }) => `${host} (${problem})`).join(", ");
  const problem = `no Docker Engine answers; tried ${places}`;
  const forbidden = tried.find((one) => one.problem === "not permitted");
  if (forbidden)
    throw new Advice(problem, `let your user use it: \`sudo usermod -aG docker $USER\`, then log in again`);
  const advice = "install Docker (https://docs.docker.com/engine/install) and start it, then start again";
  if (!install) throw new Advice(`${problem}; --no-install was given`, advice);
  if (!isDebian()) throw new Advice(problem, advice);
  if (process.getuid() !== 0)
    throw new Advice(problem, `${advice}; as root this is done for you (\`sudo npm run up\`)`);
}

function isDebian() {
  if (process.platform !== "linux" || !existsSync("/etc/os-release")) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync("/etc/os-release", "utf8"));
}

async function installEngine() {
  const there = ["/usr/sbin/dockerd", "/usr/bin/dockerd", "/usr/local/bin/dockerd"].some(existsSync);
  if (there) return note("Docker is installed but not running: it will be started");
  warn(
    "no Docker Engine is installed: Debian's package docker.io will be installed and started (--no-install refuses this)",
  );
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const log = join(logs, "apt-docker.log");
  await step("update apt's package lists", async () => void (await run("apt-get", ["update", "-q"], { env, log })));
  const args = ["install", "-y", "-q", "--no-install-recommends", "docker.io", "iptables", "ca-certificates"];
  await step("install docker.io", async () => void (await run("apt-get", args, { env, log })));
}

/**
 * Starts dockerd in a session of its own, so that it outlives this script, and waits until it answers. `options` are
 * further arguments of dockerd.
 */
export async function startEngine({ host, options = [], folder = state }) {
  const pidFile = join(folder, "dockerd.pid");
  const log = join(folder, "logs", "dockerd.log");
  // Where a service manager runs, the engine belongs to it, not to us.
  if (host === ownHost && existsSync("/run/systemd/system")) {
    await step("start the docker service", async () => void (await run("systemctl", ["start", "docker"])));
    return waitFor(host, () => undefined, log);
  }
  await step("start dockerd", async () => {
    mkdirSync(join(folder, "logs"), { recursive: true });
    if (host === ownHost) forgetEndedDaemons();
    const output = openSync(log, "a");
    const daemon = spawn("dockerd", ["--host", host, ...options], {
      detached: true,
      stdio: ["ignore", output, output],
    });
    let ended;
    daemon.on("error", (error) => (ended = error.message));
    daemon.on("exit", (code, signal) => (ended = signal ?? `exit status ${code}`));
    if (daemon.pid) writeFileSync(pidFile, `${daemon.pid}\n`);
    await waitFor(host, () => ended ?? (isAlive(daemon.pid) ? undefined : "it ended"), log);
    daemon.unref();
    return `process ${daemon.pid}, log in ${log}`;
  });
}

/** Where Debian's dockerd and the containerd it starts write their process ids. */
const pidFiles = { dockerd: "/var/run/docker.pid", containerd: "/var/run/docker/containerd/containerd.pid" };

/** A daemon that was killed leaves its file, and the next one takes whoever has that process id by now for it. */
function forgetEndedDaemons() {
  for (const [program, file] of Object.entries(pidFiles)) {
    if (existsSync(file) && runningProgram(Number(readFileSync(file, "utf8"))) !== program) rmSync(file);
  }
}

async function waitFor(host, ended, log, patience = 60_000) {
  for (const until = Date.now() + patience; ; await wait(250)) {
    if (!(await silence(host))) return;
    const end = ended();
    if (!end && Date.now() < until) continue;
    const tail = existsSync(log)
      ? readFileSync(log, "utf8")
          .trimEnd()
          .split("\n")
          .slice(-15)
          .map((line) => `    ${line}`)
          .join("\n")
      : "";
    throw new Advice(
      `dockerd ${end ? `did not start (${end})` : `did not answer in ${patience / 1000} s`}\n${tail}`,
      `see ${log}`,
    );
  }
}

/** Checks that the engine is good enough, and says what it is. */
async function describe(host, started) {
  const api = engineApi(host);
  const [version, info] = [await api.version(), await api.info()];
  checkVersion(version, host);
  checkKind(info, host);
  await checkDisk(info);
  note(`Docker Engine ${version.Version} at ${host}`);
  return {
    host,
    version: version.Version,
    apiVersion: version.ApiVersion,
    operatingSystem: info.OperatingSystem,
    started,
  };
}

/** The engine's own disk when it is on this machine, else this machine's. */
async function checkDisk(info) {
  const folder = info.DockerRootDir && existsSync(info.DockerRootDir) ? info.DockerRootDir : "/";
  const { bavail, bsize } = await statfs(folder);
  checkSpace(bavail * bsize, folder);
}
