import { DockerfileParser, From, type Instruction } from "dockerfile-ast";

/** A stage of a Dockerfile as its instructions stand, its FROM first. */
export interface Stage {
  from: From;
  instructions: Instruction[];
}

export function stagesOf(dockerfile: string): Stage[] {
  const stages: Stage[] = [];
  for (const one of DockerfileParser.parse(dockerfile).getInstructions()) {
    if (one instanceof From) stages.push({ from: one, instructions: [] });
    stages.at(-1)?.instructions.push(one);
  }
  return stages;
}

/** A stage and those that it begins from, the first of them first. */
export function lineage(stage: Stage, stages: readonly Stage[]): Stage[] {
  const parent = stages.find(({ from }) => from.getBuildStage() === stage.from.getImage());
  return parent === undefined ? [stage] : [...lineage(parent, stages), stage];
}

/** All instructions that say what the image is like. */
export const ofTheImage = (stages: readonly Stage[]): Instruction[] =>
  stages.slice(-1).flatMap((last) => lineage(last, stages).flatMap(({ instructions }) => instructions));
