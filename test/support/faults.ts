import { expect } from "chai";
import { describeFault, type Fault } from "../../lib/validation/fault";

/** The faults as a person reads them: path, problem, remedy. */
export const spoken = (faults: readonly Fault[]): string[] => faults.map(describeFault);

/** A row of a table: what is wrong in words, the arguments, and the whole line that the user reads. */
export interface Refusal<Args> {
  refuses: string;
  args: Args;
  saying: string;
}

/** One test for each row: exactly this fault, in these words, and no other one in its train. */
export function refusals<Args>(validate: (args: Args) => { faults: Fault[] }, rows: readonly Refusal<Args>[]): void {
  for (const { refuses, args, saying } of rows) {
    it(`refuses ${refuses}`, () => {
      expect(spoken(validate(args).faults)).to.deep.equal([saying]);
    });
  }
}

/** One test for each row: no fault. */
export function acceptances<Args>(
  validate: (args: Args) => { faults: Fault[] },
  rows: readonly (readonly [string, Args])[],
): void {
  for (const [title, args] of rows) {
    it(`accepts ${title}`, () => {
      expect(spoken(validate(args).faults)).to.deep.equal([]);
    });
  }
}
