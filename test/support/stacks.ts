import * as docker from "@pulumi/docker";
import { TestStack, type TestResource, type RunOptions } from "plimsoll/testing";

/** Runs a program of components as the stack `shop/test`. */
export const run = <Result>(program: () => Result, options: RunOptions = {}): Promise<TestStack<Awaited<Result>>> =>
  TestStack.run(program, { project: "shop", ...options });

/** Containers by what they are for: "service" runs for ever, "setup" once, "files" never. */
export const inRole = (stack: TestStack, ...roles: ("service" | "setup" | "files")[]): TestResource[] =>
  stack.all(docker.Container).filter((container) => roles.some((role) => labelOf(container, "plimsoll.role") === role));

/** The value of one of a container's labels. */
export function labelOf({ inputs }: TestResource, label: string): string | undefined {
  const labels = (inputs["labels"] ?? []) as { label: string; value: string }[];
  return labels.find((entry) => entry.label === label)?.value;
}

/** The inputs of a component's container. */
export const containerOf = (stack: TestStack, name: string): TestResource["inputs"] =>
  stack.resource(docker.Container, name).inputs;

export const envsOf = (stack: TestStack, name: string): string[] => containerOf(stack, name)["envs"] as string[];

/** The files that a component brings to its container, by path. */
export const filesOf = (stack: TestStack, name: string): Record<string, string> =>
  Object.fromEntries(
    (containerOf(stack, `${name}-files`)["uploads"] as { file: string; content: string }[]).map(({ file, content }) => [
      file,
      content,
    ]),
  );

/** Whether a component's container is made after another's. */
export const waitsFor = (stack: TestStack, name: string, other: string): boolean =>
  stack.resource(docker.Container, name).dependencies.includes(stack.resource(docker.Container, other));

/** What constructing throws; the test fails where nothing is thrown. */
export function thrown(construct: () => unknown): Error {
  try {
    construct();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was refused");
}
