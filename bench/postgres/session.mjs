// One psql session from a container of its own: what the client does is not charged to the server.

import { spawn } from "node:child_process";

export const connection = ["-h", "/var/run/postgresql", "-U", "postgres"];

/** Opens a session with `database`; `ask(sql)` resolves with what psql printed, and rejects with the server's error. */
export function openSession(client, database) {
  const psql = ["psql", "-XqAt", ...connection, "-d", database];
  const child = spawn("docker", ["exec", "-i", client, ...psql], { stdio: ["pipe", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  let pending;
  let count = 0;
  const settle = () => {
    if (!pending) return;
    const at = output.indexOf(pending.marker);
    if (at < 0) return;
    const failed = output.slice(at + pending.marker.length).startsWith(" true");
    const { resolve, reject } = pending;
    pending = undefined;
    if (failed) reject(new Error(errors.trim().split("\n").slice(-3).join(" ")));
    else resolve(output.slice(0, at).trimEnd());
  };
  child.stdout.on("data", (data) => ((output += data), settle()));
  child.stderr.on("data", (data) => (errors += data));
  child.stdin.on("error", () => {});
  const closed = new Promise((resolve) => {
    child.on("close", () => {
      pending?.reject(new Error(`the session ended: ${errors.trim().split("\n").slice(-2).join(" ")}`));
      resolve();
    });
  });
  return {
    ask: (sql) =>
      new Promise((resolve, reject) => {
        const marker = `<<end ${++count}>>`;
        output = errors = "";
        pending = { marker, resolve, reject };
        child.stdin.write(`${sql.trim().replace(/;?$/, ";")}\n\\echo '${marker}' :ERROR\n`);
      }),
    async close() {
      child.stdin.end();
      await closed;
    },
  };
}
