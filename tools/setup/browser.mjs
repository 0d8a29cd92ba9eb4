// A headless Chromium for the tests that look at the page.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Advice, run, step, warn } from "../console.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Path of a Chromium; CHROMIUM names one, else what is on PATH. */
export function findBrowser(env = process.env) {
  if (env.CHROMIUM) return env.CHROMIUM;
  const folders = (env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** Finds a Chromium, or installs Debian's. */
export async function provideBrowser({ install = true } = {}) {
  const found = findBrowser();
  if (found) return found;
  const remedy = "install Chromium and start again, or name one: CHROMIUM=/path/to/chromium";
  if (!install || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    throw new Advice("there is no Chromium for the page's tests", remedy);
  warn("no Chromium found: installing the package chromium");
  await step("install chromium", async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-qq"], { env });
    await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { env });
  });
  const installed = findBrowser();
  if (!installed) throw new Advice("the package chromium brought no Chromium", remedy);
  return installed;
}
