import { isRecord } from "../manifest";
import { askedBy, differing, groups, type Asked, type Lock } from "./lock";
import { readLock } from "./npm-lock";

export function readBunLock(text: string): Lock | undefined {
  const lock = readLock(withoutTrailingCommas(text));
  if (lock === undefined) return undefined;
  const workspaces = isRecord(lock["workspaces"]) ? lock["workspaces"] : {};
  return {
    differences(manifest, folder) {
      const own = workspaces[folder];
      const asked = isRecord(own) ? (Object.assign({}, ...groups.map((group) => own[group])) as Asked) : {};
      return differing(askedBy(manifest), asked);
    },
    packages: () =>
      Object.entries(isRecord(lock["packages"]) ? lock["packages"] : {}).map(([key, entry]) => {
        const [locked, ...more] = Array.isArray(entry) ? (entry as unknown[]) : [];
        const facts = more.find(isRecord) ?? {};
        const name = typeof locked === "string" ? locked.replace(/(.)@.*$/, "$1") : key;
        return { name, needs: isRecord(facts["dependencies"]) ? Object.keys(facts["dependencies"]) : [] };
      }),
  };
}

/** bun's lock file is JSON, but for a comma after the last of several. */
export const withoutTrailingCommas = (text: string): string => text.replaceAll(/,(?=\s*[\]}])/g, "");
