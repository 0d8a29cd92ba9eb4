import type { Fault } from "../validation/fault";

/** A container as a program asks the provider for it: the inputs of a `docker.Container`. */
export interface ContainerView {
  /** Pulumi's name of it. */
  readonly name: string;
  /** Plain values, secrets opened. A symbol stands for a value that a preview does not know: no rule judges that. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Paths of secret inputs: `envs` where any entry of the list is secret, or `envs[2]` where it is known which. */
  readonly secrets: readonly string[];
  /** Names the engine it runs on, such as its provider's URN, where a program knows more than one. */
  readonly engine?: string | undefined;
}

/** A sentence that must hold for each container by itself. */
export interface ContainerRule {
  /** In kebab-case, for those who leave a rule out or ask for it by name. */
  readonly name: string;
  /** Continues "each container ...". */
  readonly says: string;
  check(container: ContainerView): Fault[];
}

/** What is wrong with which container. */
export interface ContainerFault extends Fault {
  readonly container: string;
  readonly rule: string;
}

/** Holds each container against each rule, container by container. */
export const checkContainers = (
  containers: readonly ContainerView[],
  rules: readonly ContainerRule[],
): ContainerFault[] =>
  containers.flatMap((container) =>
    rules.flatMap((rule) =>
      rule.check(container).map((fault) => ({ container: container.name, rule: rule.name, ...fault })),
    ),
  );

export const isUnknown = (value: unknown): value is symbol => typeof value === "symbol";

/** The entries of a list; none where there is no list, or a preview does not know it. */
export const entries = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The fields of an object; none where there is no object. */
export const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** The texts of a list: what a preview does not know is left out. */
export const texts = (value: unknown): readonly string[] => entries(value).filter((entry) => typeof entry === "string");

/** Whether a list or one of its entries is unknown: then nothing can be said about what is missing in it. */
export const hasUnknown = (value: unknown): boolean => isUnknown(value) || entries(value).some(isUnknown);

/**
 * Never started, by the provider or anybody: it only carries files into volumes. A task is made the same way and started
 * by somebody else, but that one joins a network. No word in `restart` tells them apart: policies see the provider's "no".
 */
export const neverRuns = ({ inputs }: ContainerView): boolean =>
  inputs["start"] === false &&
  inputs["mustRun"] === false &&
  !isUnknown(inputs["networksAdvanced"]) &&
  entries(inputs["networksAdvanced"]).length === 0;

/** Runs to its end: nobody probes it, restarts it, or waits for its last words. */
export const runsOnce = ({ inputs }: ContainerView): boolean =>
  inputs["mustRun"] === false && (inputs["restart"] === undefined || inputs["restart"] === "no");

/** A rule about what runs: it holds by itself for a container in which no program ever does. */
export const whenRunning = (rule: ContainerRule): ContainerRule => ({
  ...rule,
  check: (container) => (neverRuns(container) ? [] : rule.check(container)),
});

/** A rule about what runs for ever. */
export const whenServing = (rule: ContainerRule): ContainerRule => ({
  ...rule,
  check: (container) => (neverRuns(container) || runsOnce(container) ? [] : rule.check(container)),
});
