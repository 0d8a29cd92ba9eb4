import type { Layer } from "./image";

/** From what must not be published to what is good to know. */
export const severities = ["high", "medium", "low", "note"] as const;
export type Severity = (typeof severities)[number];

/** Whether one is as severe as a threshold, or more. */
export const reaches = (severity: Severity, threshold: Severity): boolean =>
  severities.indexOf(severity) <= severities.indexOf(threshold);

/** One place where something was found. Never holds a secret's value. */
export interface Evidence {
  /** A path, the name of a variable, or a few words. */
  readonly what: string;
  /** Number of the layer it came with. */
  readonly layer?: number;
  /** The instruction that made this layer, shortened and without secrets. */
  readonly createdBy?: string;
  /** Whether that layer belongs to the base image; missing where that is unknown. */
  readonly fromBase?: boolean;
}

/** One thing that is wrong, everywhere it is. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly problem: string;
  readonly remedy: string;
  /** The first places. */
  readonly evidence: readonly Evidence[];
  /** How many places there are. */
  readonly count: number;
  /** Whether all of it comes with the base image; missing where that is unknown, or nothing of a layer. */
  readonly fromBase?: boolean;
  /** Why somebody takes it as it is. */
  readonly accepted?: string;
}

/** More would not be read. */
export const shownPlaces = 5;

/** What a rule finds, before it is named. `places`: all of them. */
export interface Found {
  problem: string;
  remedy: string;
  severity?: Severity;
  places?: readonly Place[];
}

/** Where: a path or words, and the layer where there is one. */
export interface Place {
  what: string;
  layer?: Layer;
}
