import type { Fault } from "../../validation/fault";

/** What was found: a value, and where it stands. */
export interface Finding<T> {
  value: T;
  /** Such as `"start" in package.json`. */
  from: string;
}

/** Collects what is wrong with a folder. All of it is about one argument, so the problem names the file. */
export class Notes {
  readonly faults: Fault[] = [];
  readonly warnings: Fault[] = [];

  constructor(private readonly folder: string) {}

  /** Notes about a folder inside, collected with these. */
  of(folder: string): Notes {
    const inner = new Notes(folder);
    return Object.assign(inner, { faults: this.faults, warnings: this.warnings });
  }

  fault(problem: string, remedy: string): void {
    this.faults.push({ path: "build.context", problem: `${this.folder}: ${problem}`, remedy });
  }

  warn(problem: string, remedy: string): void {
    this.warnings.push({ path: "build.context", problem: `${this.folder}: ${problem}`, remedy });
  }
}
