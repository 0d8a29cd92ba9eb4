import { isSecretSetting } from "../container-rules/secret-signs";

const blot = "***";

/** Of a setting whose name says that it is a secret nothing is left but the name, even of what looks like none. */
const blotted = (whole: string, name: string): string =>
  isSecretSetting(name, "anything") ? `${name}=${blot}` : whole;

/** An instruction of the history without the values of what may be secrets. */
export function redacted(text: string): string {
  // Who logs in with a token writes it where others write their name.
  const urls = text.replace(/(:\/\/)[^\s/@'"]+@/g, `$1${blot}@`);
  // Builders write values with blanks as they are, without quotes: such a value ends where the next name begins.
  const isSettings = /^(\/bin\/sh -c #\(nop\)\s+)?(ENV|ARG|LABEL)\s/.test(urls);
  const setting = isSettings
    ? /([A-Za-z_][\w.-]*)=("[^"]*"|'[^']*'|.*?)(?=\s+[A-Za-z_][\w.-]*=|$)/gs
    : /([A-Za-z_][\w.-]*)=("[^"]*"|'[^']*'|\S*)/g;
  return urls.replace(setting, blotted);
}

/** How a shell was called for a RUN, build arguments before it: nobody wrote that. */
const called = /^(RUN )?(\|\d+ .*? )?\/\S*sh (-\w+ (pipefail )?)+/s;

/** How the history's line reads in a table: the instruction as it was written, on one line, cut. */
export function shownInstruction(createdBy: string): string {
  const written = createdBy.replace(/^\/bin\/sh -c #\(nop\)\s*/, "").replace(called, "RUN ");
  const plain = redacted(written)
    .replace(/ # buildkit$/, "")
    .replace(/\s+/g, " ")
    .trim();
  return plain.length > 80 ? `${plain.slice(0, 77)}...` : plain;
}
