import { expect } from "chai";
import fc from "fast-check";
import { shareOut, type Claim } from "../../lib/plan/share-out";

const given = (whole: number, claims: Claim[]) => Object.fromEntries(shareOut(whole, claims));
const total = (shares: Map<string, number>) => [...shares.values()].reduce((all, one) => all + one, 0);
const claim = (name: string, minimum: number, maximum: number, weight = 1): Claim => ({
  name,
  minimum,
  maximum,
  weight,
});

/** Claims whose minima fit, and a whole they fit in. */
const situations = fc
  .array(
    fc.record({
      minimum: fc.integer({ min: 0, max: 500 }),
      room: fc.integer({ min: 0, max: 2000 }),
      weight: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0.01, max: 4096, noNaN: true })),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((rows) => rows.map(({ minimum, room, weight }, at) => claim(`s${at}`, minimum, minimum + room, weight)))
  .chain((claims) => {
    const minima = claims.reduce((all, { minimum }) => all + minimum, 0);
    return fc.record({ claims: fc.constant(claims), whole: fc.integer({ min: minima, max: minima + 20_000 }) });
  });

describe("shareOut", () => {
  it("divides evenly between equals", () => {
    expect(given(100, [claim("a", 0, 100), claim("b", 0, 100)])).to.deep.equal({ a: 50, b: 50 });
  });

  it("divides by weight", () => {
    expect(given(100, [claim("a", 0, 100, 3), claim("b", 0, 100, 1)])).to.deep.equal({ a: 75, b: 25 });
  });

  it("gives what one can't take to the others", () => {
    expect(given(100, [claim("a", 0, 10), claim("b", 0, 100), claim("c", 0, 100)])).to.deep.equal({
      a: 10,
      b: 45,
      c: 45,
    });
  });

  it("holds minima against weights", () => {
    expect(given(100, [claim("a", 80, 100), claim("b", 0, 100, 9)])).to.deep.equal({ a: 80, b: 20 });
  });

  it("gives nobody more than his maximum", () => {
    expect(given(1000, [claim("a", 0, 10), claim("b", 5, 20)])).to.deep.equal({ a: 10, b: 20 });
  });

  it("gives the last unit by name", () => {
    expect(given(3, [claim("b", 0, 9), claim("a", 0, 9)])).to.deep.equal({ a: 2, b: 1 });
  });

  it("gives all there is, and never more, within everybody's bounds", () => {
    fc.assert(
      fc.property(situations, ({ claims, whole }) => {
        const shares = shareOut(whole, claims);
        const most = claims.reduce((all, { maximum }) => all + maximum, 0);
        expect(total(shares)).to.equal(Math.min(whole, most));
        for (const { name, minimum, maximum } of claims) expect(shares.get(name)).to.be.within(minimum, maximum);
      }),
    );
  });

  it("gives nobody less when there is more", () => {
    fc.assert(
      fc.property(situations, fc.integer({ min: 1, max: 300 }), ({ claims, whole }, more) => {
        const before = shareOut(whole, claims);
        for (const [name, share] of shareOut(whole + more, claims)) expect(share).to.be.at.least(before.get(name) ?? 0);
      }),
    );
  });

  it("does not depend on the order", () => {
    fc.assert(
      fc.property(situations, ({ claims, whole }) => {
        expect(given(whole, claims.toReversed())).to.deep.equal(given(whole, claims));
      }),
    );
  });

  it("treats equals as equals, but for the last unit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 0, max: 5000 }), (count, whole) => {
        const shares = [
          ...shareOut(
            whole,
            Array.from({ length: count }, (_, at) => claim(`s${at}`, 0, 900)),
          ).values(),
        ];
        expect(Math.max(...shares) - Math.min(...shares)).to.be.at.most(1);
      }),
    );
  });
});
