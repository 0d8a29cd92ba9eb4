import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A lock file of uv names the hosts that packages come from. Those of the corpus name stand-ins, as no lock file of this
 * repository names a registry's host: here they get the names of the index that pip asks by itself.
 */
export function nameIndex(folder: string): void {
  const file = join(folder, "uv.lock");
  if (!existsSync(file)) return;
  const ask = "from pip._internal.models.index import PyPI; print(PyPI.simple_url, PyPI.file_storage_domain)";
  const [index = "", files = ""] = execFileSync("python3", ["-c", ask], { encoding: "utf8" }).trim().split(" ");
  const text = readFileSync(file, "utf8");
  const named = text
    .replaceAll("https://index.example/simple", index)
    .replaceAll("https://files.example", `https://${files}`);
  writeFileSync(file, named);
}
