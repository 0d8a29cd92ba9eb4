// Which backend and passphrase a stack uses. Pure: what the user chose comes first and is never changed.

/**
 * The backend: the user's, by environment or by `pulumi login`, else files of this checkout. A stack that already lives
 * in those files stays there, whoever logs in later. Returns { own, because }.
 */
export function chooseBackend({ env, login, hasLocalStack }) {
  if (env.PULUMI_BACKEND_URL) return { own: true, because: "PULUMI_BACKEND_URL" };
  if (env.PULUMI_ACCESS_TOKEN) return { own: true, because: "PULUMI_ACCESS_TOKEN" };
  if (hasLocalStack) return { own: false, because: "its state is in this checkout" };
  if (login) return { own: true, because: `your login to ${login}` };
  return { own: false, because: "no backend was chosen" };
}

/** Where the passphrase comes from: "environment", "file" (ours), "new" (ours, yet to be made), "lost" or "none" (a user's backend may need none). */
export function choosePassphrase({ env, own, hasFile, hasStack }) {
  if (env.PULUMI_CONFIG_PASSPHRASE !== undefined || env.PULUMI_CONFIG_PASSPHRASE_FILE) return "environment";
  if (own) return "none";
  if (hasFile) return "file";
  return hasStack ? "lost" : "new";
}

/** The stack's name: the user's choice, else the one that stands for this machine. */
export const chooseStack = (env) => env.PULUMI_STACK || "local";

/** The project's name in the text of a Pulumi.yaml. */
export function projectName(text) {
  return /^name:\s*["']?([\w.-]+)/m.exec(text)?.[1];
}
