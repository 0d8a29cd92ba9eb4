/** One thing that is wrong with an argument: where, what, and what to write instead. */
export interface Fault {
  /** Path of the argument, such as `limits.memory`. */
  path: string;
  problem: string;
  remedy: string;
}

/** One line a person can act on. */
export const describeFault = ({ path, problem, remedy }: Fault): string => `${path}: ${problem}; ${remedy}`;

/** The whole report of one component: every fault at once, so that nobody mends one to meet the next. */
export function describeFaults(component: string, name: string, faults: readonly Fault[]): string {
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  return [`${component} "${name}": ${count}`, ...faults.map((fault) => `  ${describeFault(fault)}`)].join("\n");
}
