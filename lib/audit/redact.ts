import { isSecretSetting } from "../container-rules/secret-signs";

const blot = "***";

/** An instruction of the history without the values of what may be secrets. */
export const redacted = (text: string): string =>
  text
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]*:)[^\s/@'"]+@/gi, `$1${blot}@`)
    .replace(/([A-Za-z_][\w.-]*)=("[^"]*"|'[^']*'|\S*)/g, (whole, name: string, value: string) =>
      isSecretSetting(name, value.replace(/^["']|["']$/g, "")) ? `${name}=${blot}` : whole,
    );

/** How the history's line reads in a table: the instruction as it was written, on one line, cut. */
export function shownInstruction(createdBy: string): string {
  const plain = redacted(createdBy)
    .replace(/^\/bin\/sh -c #\(nop\)\s*/, "")
    .replace(/^(RUN )?(\|\d+ (\S+=(".*?"|\S*) )*)?\/bin\/sh -c /, "RUN ")
    .replace(/ # buildkit$/, "")
    .replace(/\s+/g, " ")
    .trim();
  return plain.length > 80 ? `${plain.slice(0, 77)}...` : plain;
}
