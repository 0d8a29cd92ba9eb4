import { ignoreRules } from "./context-files";
import { readStages } from "./dockerfile/read-dockerfile";

/** What is wrong with a Dockerfile that somebody wrote, and what to write. */
export interface DockerfileFault {
  problem: string;
  remedy: string;
}

/** Secrets and histories, by their names. Examples of environment files are none. */
const secrets = ignoreRules(
  [
    ...[
      "**/.git",
      "**/.hg",
      "**/.svn",
      "**/.ssh",
      "**/.aws",
      "**/.netrc",
      "**/.pypirc",
      "**/.env",
      "**/.env.*",
      "**/.envrc",
    ],
    ...["**/*.key", "**/*.p12", "**/*.pfx", "**/*.jks", "**/*.kdbx", "**/id_rsa", "**/id_ecdsa", "**/id_ed25519"],
  ].join("\n"),
);
const example = /(?:^|\/)\.env\.(?:example|sample|template|dist)$/;

/** Only what its text says for certain: what an image holds and runs as, `plimsoll audit` reads from the image. `sent` are the files of its context. */
export function judgeDockerfile(text: string, sent: readonly string[], target?: string): DockerfileFault[] {
  const stages = readStages(text);
  const last =
    target === undefined ? stages.at(-1) : stages.find(({ name }) => name?.toLowerCase() === target.toLowerCase());
  const faults: DockerfileFault[] = [];
  const user = last?.user;
  if (user !== undefined && /^(?:root|0)(?::|$)/.test(user)) {
    faults.push({
      problem: `ends with USER ${user}, so the image runs as root wherever nobody says otherwise`,
      remedy: 'end with "USER 1000:1000"',
    });
  }
  const copied = sent.filter(
    (file) => isSecret(file) && stages.some(({ copies }) => copies.some((from) => holds(from, file))),
  );
  if (copied.length > 0) {
    const named = `${copied.slice(0, 3).join(", ")}${copied.length > 3 ? ` and ${copied.length - 3} more` : ""}`;
    faults.push({
      problem: `copies ${named} into the image`,
      remedy: "name it in .dockerignore, and give secrets to the component: secrets, or build.secretFiles",
    });
  }
  return faults;
}

const isSecret = (file: string): boolean => {
  const parts = file.split("/");
  return !example.test(file) && parts.some((_, at) => !secrets.keeps(parts.slice(0, at + 1).join("/")));
};

/** Whether a source of a copy is a file or a folder above it. */
const holds = (source: string, file: string): boolean =>
  source === "" || file === source || file.startsWith(`${source}/`);
