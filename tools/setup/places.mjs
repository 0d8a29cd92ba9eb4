// Where things live. One per-user cache for what is expensive to make; one folder in the checkout for what is its own.

import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Per-user cache: built programs, base images. Safe to delete; it is made again. */
export const cache =
  process.env.PLIMSOLL_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "plimsoll");

/** State of this checkout: Pulumi's file backend, the passphrase file, logs. Never committed. */
export const state = join(root, ".plimsoll");

/** Logs of long steps. */
export const logs = join(state, "logs");
