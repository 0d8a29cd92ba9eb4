import { expect } from "chai";
import { engineHost, planHost } from "plimsoll";
import { run } from "../support/stacks";

describe("engineHost", () => {
  it("is what the stack's configuration says", async () => {
    const { result: plan } = await run(
      async () => planHost(await engineHost(), { web: { minimum: "32MiB", ideal: "64MiB", cpus: 4 } }),
      { config: { "plimsoll:host": "2cpu,4GiB" } },
    );
    expect(plan.web).to.deep.equal({ memory: "64MiB", cpus: 2, cpusReserved: 2 });
  });

  it("asks no engine under mocks, and says what to do instead", async () => {
    const error = await run(engineHost).catch((refusal: Error) => refusal);
    expect(error).to.have.property(
      "message",
      'Under mocks no engine is asked. Set "plimsoll:host" in the test\'s configuration, such as "4cpu,8GiB".',
    );
  });
});
