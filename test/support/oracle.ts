/**
 * A real program that knows the truth, provided before the tests of a block. Where it can't be had they are skipped, and the
 * reason stands in the report; in CI, or with PLIMSOLL_REQUIRE_ORACLES=1, they fail instead.
 */
export function oracle<T>(what: string, provide: () => Promise<T>): () => T {
  let provided: { value: T } | undefined;
  before(`asks ${what}`, async function () {
    this.timeout(300_000);
    try {
      provided = { value: await provide() };
    } catch (error) {
      if (process.env["CI"] !== undefined || process.env["PLIMSOLL_REQUIRE_ORACLES"] === "1") throw error;
      console.log(`      skipped, ${what} can't be had: ${error instanceof Error ? error.message : String(error)}`);
      this.skip();
    }
  });
  return () => {
    if (provided === undefined) throw new Error(`${what} was not provided`);
    return provided.value;
  };
}
