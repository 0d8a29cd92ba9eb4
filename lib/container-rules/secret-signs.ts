/** Names whose value is a secret. Only at the end: TOKEN_TTL and PASSWORD_MIN_LENGTH are none. */
const secretName =
  /(^|[._-])(password|passwd|passphrase|pass|secret|secrets|token|api[_-]?key|private[_-]?key|secret[_-]?key|access[_-]?key|encryption[_-]?key|signing[_-]?key|credentials?)(_?(\d+|base64|b64|hex))?$|[._-]pwd$|[a-z](Password|Secret|Token|ApiKey|PrivateKey)$/i;

/** A value that is a switch or the way to a file, whatever its name says. */
const harmless = /^(true|false|yes|no|on|off|none|\/.*|file:.*)?$/i;

/** Filled in when the container runs: `$NAME`, `${NAME}`, `%s`, `<name>`. */
const placeholder = /^(\$|%|<|\{\{)/;

/** Whether a variable, or a flag, of this name would hold a secret in plain text if it had this value. */
export const isSecretSetting = (name: string, value: string): boolean =>
  secretName.test(name) && !harmless.test(value) && !placeholder.test(value);

/** Whether there is a URL with a password in a text. */
export function hasPasswordInUrl(text: string): boolean {
  const found = text.matchAll(/[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]*:([^\s/@'"]+)@/gi);
  return [...found].some(([, password = ""]) => !placeholder.test(password) && !/^\*+$/.test(password));
}

/** Flags as `--db-password=...` in a command, each with its name. */
export function secretFlag(text: string): string | undefined {
  const found = text.matchAll(/(?:^|\s)--?([a-zA-Z][\w.-]*)=("[^"]*"|'[^']*'|\S*)/g);
  return [...found].find(([, name = "", value = ""]) => isSecretSetting(name, value.replace(/^["']|["']$/g, "")))?.[1];
}
