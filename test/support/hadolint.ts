import { Copy, Env, JSONInstruction, Label, type From, type Instruction } from "dockerfile-ast";
import { lineage, ofTheImage, stagesOf, type Stage } from "./stages";

interface Rule {
  code: string;
  says: string;
  /** The lines that break it. */
  broken: (stages: readonly Stage[]) => Instruction[];
}

const all = (stages: readonly Stage[]): Instruction[] => stages.flatMap(({ instructions }) => instructions);
const keyword =
  (...names: string[]) =>
  (one: Instruction): boolean =>
    names.includes(one.getKeyword());
const text = (one: Instruction): string => one.getArgumentsContent() ?? "";
const named = (stages: readonly Stage[]): string[] => stages.flatMap(({ from }) => from.getBuildStage() ?? []);
const outside = (stages: readonly Stage[]): From[] =>
  stages
    .map(({ from }) => from)
    .filter((from) => from.getImage() !== "scratch" && !named(stages).includes(from.getImage() ?? ""));

/** The rules of hadolint that a Dockerfile which is made keeps, by its own numbers. A health check (DL3057) is the container's. */
const rules: Rule[] = [
  {
    code: "DL3002",
    says: "the last user is not root",
    broken: (stages) => {
      const user = ofTheImage(stages).findLast(keyword("USER"));
      if (user === undefined) return stages.slice(-1).map(({ from }) => from);
      return /^(?:root|0)(?::|$)/.test(text(user)) ? [user] : [];
    },
  },
  {
    code: "DL3006",
    says: "an image has a tag",
    broken: (stages) => outside(stages).filter((from) => from.getImageTag() === null && from.getImageDigest() === null),
  },
  {
    code: "DL3007",
    says: "and not the one that moves",
    broken: (stages) => outside(stages).filter((from) => from.getImageTag() === "latest"),
  },
  {
    code: "DL3015",
    says: "apt installs no recommended packages",
    broken: (stages) =>
      all(stages).filter((one) => /apt-get install/.test(text(one)) && !text(one).includes("--no-install-recommends")),
  },
  {
    code: "DL3020",
    says: "files are copied, not added",
    broken: (stages) => all(stages).filter(keyword("ADD")),
  },
  {
    code: "DL3025",
    says: "commands are lists of words",
    broken: (stages) =>
      all(stages).filter(
        (one) =>
          one instanceof JSONInstruction && keyword("CMD", "ENTRYPOINT")(one) && one.getOpeningBracket() === null,
      ),
  },
  {
    code: "DL3045",
    says: "a relative target has a working directory",
    broken: (stages) =>
      stages.flatMap((stage) =>
        stage.instructions.filter(
          (one, at) =>
            one instanceof Copy &&
            !/\s"?\//.test(` ${one.getArguments().at(-1)?.getValue() ?? ""}`) &&
            !worksSomewhere(stage, at, stages),
        ),
      ),
  },
  {
    code: "DL3059",
    says: "no two RUN stand after each other without a mount, which could be one",
    broken: (stages) =>
      stages.flatMap(({ instructions }) =>
        instructions.filter(
          (one, at) => isPlainRun(one) && isPlainRun(instructions[at - 1]) && !isBuild(instructions[at - 1]),
        ),
      ),
  },
  {
    code: "DL3064",
    says: "no variable holds a secret",
    broken: (stages) =>
      all(stages).filter(
        (one) =>
          (one instanceof Env || one instanceof Label) &&
          one.getProperties().some((property) => /password|secret|token|api_?key/i.test(property.getName())),
      ),
  },
  {
    code: "DL3066",
    says: "a user is a number",
    broken: (stages) => all(stages).filter((one) => keyword("USER")(one) && !/^\d+(?::\d+)?$/.test(text(one))),
  },
  {
    code: "DL3067",
    says: "no stage is copied whole",
    broken: (stages) =>
      all(stages).filter(
        (one) =>
          one instanceof Copy && one.getFlags().length > 0 && one.getArguments()[0]?.getValue().match(/^\/?$/) !== null,
      ),
  },
  {
    code: "DL4006",
    says: "a pipe in a step fails with its first command, so there is none",
    broken: (stages) =>
      all(stages).filter((one) => keyword("RUN")(one) && /[^|]\|(?!\|)/.test(withoutQuotes(text(one)))),
  },
];

const isPlainRun = (one: Instruction | undefined): boolean =>
  one !== undefined && keyword("RUN")(one) && !text(one).includes("--mount");
/** The build's own steps and what is taken of them are told apart: each says where it failed. */
const isBuild = (one: Instruction | undefined): boolean => one !== undefined && /npm run /.test(text(one));

const withoutQuotes = (command: string): string => command.replaceAll(/'[^']*'|"[^"]*"|\$\([^)]*\)/g, "");

function worksSomewhere(stage: Stage, at: number, stages: readonly Stage[]): boolean {
  const below = lineage(stage, stages).slice(0, -1);
  const before = [...below.flatMap(({ instructions }) => instructions), ...stage.instructions.slice(0, at)];
  return before.some(keyword("WORKDIR"));
}

/** The rules that a Dockerfile breaks, each with the line. */
export function hadolint(dockerfile: string): string[] {
  const stages = stagesOf(dockerfile);
  return rules.flatMap(({ code, says, broken }) =>
    broken(stages).map((one) => `${code}: ${says}: line ${one.getRange().start.line + 1}`),
  );
}
