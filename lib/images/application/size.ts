import type { FolderFacts } from "./folder-facts";
import type { Notes } from "./notes";

/** Sources are seldom larger; each build copies and sends all of it. */
const largeMiB = 100;

export function checkSize({ sizes }: FolderFacts, notes: Notes): void {
  const total = mebibytes(Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0));
  if (total <= largeMiB) return;
  const largest = Object.entries(sizes)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, 3)
    .map(([name, bytes]) => `${name} ${mebibytes(bytes)} MiB`);
  notes.warn(
    `it sends ${total} MiB to the engine: ${largest.join(", ")}`,
    "name in .dockerignore what the image does not need",
  );
}

const mebibytes = (bytes: number): number => Math.round(bytes / 1024 ** 2);
