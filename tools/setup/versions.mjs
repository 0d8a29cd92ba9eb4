// Versions as programs print them, compared as people mean it.

/** The numbers of the first version in `text` ("go1.26.8" -> [1, 26, 8]); missing parts are 0. */
export function parseVersion(text) {
  const found = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text ?? "");
  return found ? found.slice(1).map((part) => Number(part ?? 0)) : undefined;
}

/** Whether the version in `text` is `wanted` or newer. What carries no version is not. */
export function atLeast(text, wanted) {
  const have = parseVersion(text);
  if (!have) return false;
  const need = parseVersion(wanted);
  const differs = have.findIndex((part, index) => part !== need[index]);
  return differs === -1 || have[differs] > need[differs];
}
