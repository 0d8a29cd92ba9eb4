import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Folders of one test, gone after it. */
export class Folders {
  private readonly home = mkdtempSync(join(tmpdir(), "plimsoll-test-"));

  /** A folder with these files. */
  make(name: string, files: Record<string, string | { content: string; executable: boolean }>): string {
    const folder = join(this.home, name);
    mkdirSync(folder, { recursive: true });
    for (const [file, given] of Object.entries(files)) {
      const path = join(folder, file);
      const { content, executable } = typeof given === "string" ? { content: given, executable: false } : given;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      chmodSync(path, executable ? 0o755 : 0o644);
    }
    return folder;
  }

  remove(): void {
    rmSync(this.home, { recursive: true });
  }
}
