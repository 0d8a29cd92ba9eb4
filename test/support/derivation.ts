import { expect } from "chai";
import fc from "fast-check";
import type { Setting } from "../../lib/tuning/setting";

/**
 * Each setting says what it follows from. Held against its formula: other inputs never change the value, and each named
 * one does somewhere. `inputs`: every input, over all of its range.
 */
export function derivationTests<Limits extends object>(
  settings: readonly Setting<Limits>[],
  inputs: { [Name in keyof Required<Limits>]: fc.Arbitrary<Limits[Name]> },
): void {
  const all = fc.record(inputs as Record<string, fc.Arbitrary<unknown>>) as unknown as fc.Arbitrary<Limits>;

  for (const { name, from, value } of settings) {
    it(`${name} follows from ${from.join(", ") || "nothing"} only`, () => {
      fc.assert(
        fc.property(all, all, (some, others) => {
          const moved = { ...others, ...pick(some, from) };
          expect(value(moved)).to.deep.equal(value(some));
        }),
      );
    });

    for (const input of from) {
      it(`${name} does follow from ${input}`, () => {
        const samples = fc.sample(fc.tuple(all, all), { numRuns: 2000, seed: 1 });
        const moves = samples.some(([some, others]) => value({ ...some, [input]: others[input] }) !== value(some));
        expect(moves).to.equal(true);
      });
    }
  }
}

const pick = <T extends object>(whole: T, names: readonly (keyof T)[]): Partial<T> =>
  Object.fromEntries(names.map((name) => [name, whole[name]])) as Partial<T>;
