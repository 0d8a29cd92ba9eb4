import { hasPasswordInUrl, isSecretSetting, secretFlag } from "../../container-rules/secret-signs";
import type { Place } from "../finding";
import { count } from "./secret-files";
import type { AuditRule } from "./rule";

const isSecret = (name: string, value: string): boolean =>
  isSecretSetting(name, value) || hasPasswordInUrl(value) || value.startsWith("-----BEGIN");

const pair = (text: string): [string, string] => {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
};

/** `docker inspect` shows them to everybody who may use the engine, and a registry to everybody who may pull. */
export const noSecretSettings: AuditRule = {
  name: "no-secret-settings",
  says: "shows no secret in its variables, labels or command",
  severity: "high",
  source: "hadolint DL3064; docs.docker.com, build check SecretsUsedInArgOrEnv",
  check: ({ run }) => {
    const variables = run.env.map(pair).filter(([name, value]) => isSecret(name, value));
    const labels = Object.entries(run.labels).filter(([name, value]) => isSecret(name, value));
    const flag = secretFlag([...run.entrypoint, ...run.command].join(" "));
    const places: Place[] = [
      ...variables.map(([name]) => ({ what: `variable ${name}` })),
      ...labels.map(([name]) => ({ what: `label ${name}` })),
      ...(flag === undefined ? [] : [{ what: `flag --${flag} of the command` }]),
    ];
    if (places.length === 0) return [];
    const remedy = "change them, and hand them to the container as files: NAME_FILE=/run/secrets/name";
    return [{ problem: `${count(places.length, "secret stands", "secrets stand")} in plain text`, remedy, places }];
  },
};

/** A password behind a colon, or a token in the place of a name. */
const hasLoginInUrl = (text: string): boolean => hasPasswordInUrl(text) || /https?:\/\/[^\s/:@'"$]{16,}@/.test(text);

/** Values of build arguments stay in the image's history: `docker history --no-trunc` shows them. */
export const noSecretHistory: AuditRule = {
  name: "no-secret-history",
  says: "shows no secret in its history, build arguments included",
  severity: "high",
  source: "docs.docker.com, build check SecretsUsedInArgOrEnv; Dockerfile reference, ARG",
  check: ({ image: { history, layers, config } }) => {
    let number = 0;
    const places = history.flatMap(({ createdBy, empty }): Place[] => {
      if (!empty) number++;
      const layer = empty ? undefined : layers[number - 1];
      const names = [...assignments(createdBy)].filter((name) => !config.env.some((one) => one.startsWith(`${name}=`)));
      const told = [...names, ...(hasLoginInUrl(createdBy) ? ["a URL with a login"] : [])];
      return told.map((what) => ({
        what: `${what} in ${createdBy.replace(/^\/bin\/sh -c #\(nop\)\s*/, "").split(/[\s|]/)[0] || "RUN"}`,
        ...(layer === undefined ? {} : { layer }),
      }));
    });
    // One argument is seen by every instruction after it.
    const single = [...new Map(places.map((place) => [place.what, place])).values()];
    if (single.length === 0) return [];
    const remedy = "change them, and give them to the build with RUN --mount=type=secret instead of ARG";
    return [
      { problem: `${count(single.length, "secret stands", "secrets stand")} in the history`, remedy, places: single },
    ];
  },
};

/** Names of what is set to a secret anywhere in an instruction. */
function assignments(text: string): Set<string> {
  const found = text.matchAll(/(?:^|[\s;&|:"'])-{0,2}([A-Za-z_][\w.-]*)=("[^"]*"|'[^']*'|[^\s;&|]*)/g);
  const secret = [...found].filter(([, name = "", value = ""]) =>
    isSecretSetting(name, value.replace(/^["']|["']$/g, "")),
  );
  return new Set(secret.map(([, name = ""]) => name));
}
