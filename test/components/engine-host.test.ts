import { expect } from "chai";
import { engineHost, planHost } from "plimsoll";
import { begin } from "../support/mocks";

describe("engineHost", () => {
  it("is what the stack's configuration says", async () => {
    await begin({ config: { "plimsoll:host": "2cpu,4GiB" } });
    const plan = planHost(await engineHost(), { web: { minimum: "32MiB", ideal: "64MiB", cpus: 4 } });
    expect(plan.web).to.deep.equal({ memory: "64MiB", cpus: 2, cpusReserved: 2 });
  });

  it("asks no engine under mocks, and says what to do instead", async () => {
    await begin();
    const error = await engineHost().then(
      () => undefined,
      (refusal: Error) => refusal.message,
    );
    expect(error).to.equal(
      'Under mocks no engine is asked. Set "plimsoll:host" in the test\'s configuration, such as "4cpu,8GiB".',
    );
  });
});
