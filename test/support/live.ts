import { expect } from "chai";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How long an edit may take to be seen. Far above what it takes, so that a busy machine fails nothing. */
const patienceMs = 60_000;

/** Asks until the answer holds the text; by a new connection each time, since one that stays keeps a program from its end. Gives the milliseconds that took. */
export async function answers(url: string, text: string): Promise<number> {
  const start = performance.now();
  let last = "";
  while (performance.now() - start < patienceMs) {
    last = await fetch(url, { headers: { connection: "close" } })
      .then((response) => response.text())
      .catch(String);
    if (last.includes(text)) return Math.round(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${url} did not answer "${text}"; at last: ${last.slice(0, 500)}`);
}

/** Changes a file as an editor does. */
export function edit(folder: string, file: string, from: string, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  expect(text, file).to.include(from);
  writeFileSync(path, text.replace(from, to));
}

/** All paths in a folder. */
export const pathsIn = (folder: string): string[] => readdirSync(folder, { recursive: true }).map(String).toSorted();

/** Removes what builds of a stack leave on this machine: their logs, and the folders they were sent from. */
export function removeBuilds(prefix: string): void {
  const builds = join(tmpdir(), "plimsoll-builds");
  for (const name of readdirSync(builds).filter((name) => name.startsWith(`${prefix}-`)))
    rmSync(join(builds, name), { recursive: true });
}

/** What Vite tells a browser. */
export interface HotMessage {
  type: string;
  updates?: { path: string }[];
}

/** Listens as Vite's own client does, through whatever stands before it. */
export async function listen(url: string): Promise<{ next: () => Promise<HotMessage>; close: () => void }> {
  const client = await (await fetch(`${url}/@vite/client`)).text();
  const token = /wsToken = "([^"]+)"/.exec(client)?.[1];
  const socket = new WebSocket(`${url.replace("http", "ws")}/?token=${token}`, "vite-hmr");
  const said: HotMessage[] = [];
  const waiting: ((message: HotMessage) => void)[] = [];
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as HotMessage;
    const first = waiting.shift();
    if (first === undefined) said.push(message);
    else first(message);
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new Error(`no WebSocket at ${url}`)));
  });
  const next = (): Promise<HotMessage> =>
    new Promise((resolve, reject) => {
      const message = said.shift();
      if (message !== undefined) return resolve(message);
      waiting.push(resolve);
      setTimeout(() => reject(new Error("the WebSocket said nothing")), patienceMs).unref();
    });
  return { next, close: () => socket.close() };
}
