import { expect } from "chai";
import { recoverySeconds } from "../../../lib/tuning/postgres";

describe("recoverySeconds", () => {
  for (const [wal, seconds] of [
    [0, 0],
    [32, 2],
    [1024, 52],
    [4096, 205],
  ] as const) {
    it(`gives the replay of ${wal} MiB ${seconds} s`, () => {
      expect(recoverySeconds(wal)).to.equal(seconds);
    });
  }
});
