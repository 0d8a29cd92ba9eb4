import {
  containerType,
  networkType,
  type ContainerFault,
  type ContainerView,
  type NetworkNames,
} from "../../container-rules";
import { describeFault } from "../../validation/fault";
import { ofType } from "../find";
import type { TestStack } from "../test-stack";

/** Every container of the program, whoever made it, as the rules look at it. */
export const containersOf = ({ resources }: TestStack): ContainerView[] =>
  ofType(resources, containerType).map(({ name, inputs, secrets, options }) => ({
    name,
    inputs,
    secrets,
    engine: options.provider,
  }));

/** By what containers may speak of each network. */
export const networksOf = ({ resources }: TestStack): NetworkNames[] =>
  ofType(resources, networkType).map(({ id, inputs, outputs }) =>
    [id, inputs["name"], outputs["name"]].filter((text) => typeof text === "string"),
  );

/** Container by container what is wrong and how to mend it; undefined where nothing is. */
export function describeContainerFaults(title: string, faults: readonly ContainerFault[]): string | undefined {
  if (faults.length === 0) return undefined;
  const names = [...new Set(faults.map(({ container }) => container))];
  return [
    `${title}: ${faults.length === 1 ? "1 fault" : `${faults.length} faults`}`,
    ...names.flatMap((name) => [
      `  ${name}`,
      ...faults
        .filter(({ container }) => container === name)
        .map((fault) => `    ${describeFault(fault)} [${fault.rule}]`),
    ]),
  ].join("\n");
}
