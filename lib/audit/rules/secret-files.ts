import { hasPasswordInUrl, isSecretSetting } from "../../container-rules/secret-signs";
import type { Found, Place } from "../finding";
import type { Placed } from "../overlay";
import { dependencyFolder } from "../read/telling";
import type { AuditRule } from "./rule";

/** Shows what is missing, and is meant to be published. */
const isExample = /\.(example|sample|template|dist|defaults?|schema|test)$/;

/** A kind of file: what proves a secret in it. Without proof some are suspects by their name. */
interface Suspect {
  path: RegExp;
  /** Names what it holds, undefined where nothing is in it. */
  proof(text: string): string | undefined;
  /** Whether the name alone is reason enough to look. */
  byName: boolean;
}

const matching =
  (pattern: RegExp, what: string) =>
  (text: string): string | undefined =>
    pattern.test(text) || hasPasswordInUrl(text) ? what : undefined;

/** Source: gitleaks' and hadolint's lists of files; the manuals of the programs that write them. */
const suspects: readonly Suspect[] = [
  { path: /(^|\/)\.env(\.[^/]+)?$/, proof: secretsOf, byName: true },
  {
    path: /\.(pem|key|p8)$|(^|\/)id_(rsa|dsa|ecdsa|ed25519)$/,
    proof: matching(/^-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"),
    byName: false,
  },
  {
    path: /(^|\/)(\.npmrc|\.yarnrc(\.yml)?)$/,
    proof: matching(/(_authToken|_password|_auth|npmAuthToken|npmAuthIdent)["']?\s*[=:]\s*(?!["']?\$)\S/, "a token"),
    byName: false,
  },
  { path: /(^|\/)[._]netrc$/, proof: matching(/\bpassword\s+\S/, "a password"), byName: false },
  { path: /(^|\/)(\.pypirc|pip\.conf)$/, proof: matching(/^\s*password\s*[=:]\s*\S/m, "a password"), byName: false },
  { path: /(^|\/)\.pgpass$/, proof: matching(/^[^#:]+:.*:.*:.*:\S/m, "a password"), byName: false },
  { path: /(^|\/)(\.git-credentials|\.git\/config)$/, proof: matching(/(?!)/, "a password in a URL"), byName: false },
  { path: /(^|\/)\.docker\/config\.json$/, proof: matching(/"auth"\s*:\s*"[^"]/, "a registry's login"), byName: false },
  {
    path: /(^|\/)\.aws\/credentials$/,
    proof: matching(/aws_secret_access_key\s*=\s*\S/, "a secret key"),
    byName: true,
  },
  {
    path: /(^|\/)\.kube\/config$/,
    proof: matching(/\b(token|client-key-data|password):\s*\S/, "a cluster's login"),
    byName: true,
  },
  {
    path: /(^|\/)(application_default_credentials|service-?account[^/]*|credentials)\.json$/,
    proof: matching(/"(private_key|refresh_token|client_secret|accessTokens?)"\s*:/, "a cloud's login"),
    byName: true,
  },
  {
    path: /\.(p12|pfx|jks|keystore|kdbx|tfstate|tfvars)$/,
    proof: () => undefined,
    byName: true,
  },
];

/** Names of the variables that hold secrets; of a file with lines as NAME=value. */
function secretsOf(text: string): string | undefined {
  const lines = text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.]*)[ \t]*=[ \t]*["']?([^\n"']*)/gm);
  const names = [...lines]
    .filter(([, name = "", value = ""]) => isSecretSetting(name, value.trim()) || hasPasswordInUrl(value))
    .map(([, name = ""]) => name);
  return names.length === 0 ? undefined : names.slice(0, 3).join(", ");
}

interface Seen {
  placed: Placed;
  /** What is in it; undefined where only its name speaks. */
  holds?: string;
}

function look(placed: Placed): Seen[] {
  const { path, kind, text } = placed.entry;
  if (kind !== "file" || dependencyFolder.test(path) || isExample.test(path)) return [];
  const suspect = suspects.find((one) => one.path.test(path));
  if (suspect === undefined) return [];
  const holds = text === undefined ? undefined : suspect.proof(text);
  if (holds !== undefined) return [{ placed, holds }];
  return suspect.byName ? [{ placed }] : [];
}

const placeOf = ({ placed: { entry, layer, hiddenBy }, holds }: Seen): Place => {
  const remarks = [holds, hiddenBy && `deleted by layer ${hiddenBy.number}, still in layer ${layer.number}`];
  const told = remarks.filter((one) => one !== undefined).join("; ");
  return { what: `/${entry.path}${told === "" ? "" : ` (${told})`}`, layer };
};

/**
 * Whoever has the image has all its layers: a file that a later instruction deletes can be taken out with `docker save`.
 */
export const noSecretFiles: AuditRule = {
  name: "no-secret-files",
  says: "has no file with secrets in any layer, deleted ones included",
  severity: "high",
  source: "CIS Docker Benchmark 4.10; Open Container Initiative image specification, whiteouts",
  check: ({ everything }) => {
    const seen = everything.flatMap(look);
    const sure = seen.filter(({ holds }) => holds !== undefined);
    const likely = seen.filter(({ holds }) => holds === undefined);
    const found: Found[] = [];
    if (sure.length > 0)
      found.push({
        problem: `${count(sure.length, "file holds", "files hold")} secrets`,
        remedy:
          "change these secrets, name the files in .dockerignore, and hand them to builds with RUN --mount=type=secret, to containers as files",
        places: sure.map(placeOf),
      });
    if (likely.length > 0)
      found.push({
        severity: "medium",
        problem: `${count(likely.length, "file is", "files are")} of a kind that holds secrets`,
        remedy: "name them in .dockerignore; where nothing in them is secret, accept it with that reason",
        places: likely.map(placeOf),
      });
    return found;
  },
};

export const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
