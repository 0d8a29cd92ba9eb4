import { expect } from "chai";
import { N8nEngine, StaticSite, TunedPostgres, planHost, type Demand, type Host } from "plimsoll";
import { run, thrown } from "../support/stacks";

const demands = { db: { minimum: "512MiB", ideal: "2GiB", cpus: 2 }, web: { minimum: "32MiB", ideal: "64MiB" } };

describe("planHost", () => {
  it("gives each service its part, as its component takes it", async () => {
    const { result: db } = await run(() => {
      const plan = planHost("1cpu,8GiB", demands);
      expect(plan).to.deep.equal({
        db: { memory: "2GiB", cpus: 1, cpusReserved: 1 },
        web: { memory: "64MiB", cpus: 1, cpusReserved: 0.5 },
      });
      new StaticSite("web", { image: "web:1", ...plan.web });
      return new TunedPostgres("db", { password: "x", ...plan.db });
    });
    expect(db.settings.find(({ name }) => name === "shared_buffers")?.value).to.equal(512);
  });

  it("takes what each component asks for by itself", async () => {
    const { result: plan } = await run(() =>
      planHost("2cpu,8GiB", { db: TunedPostgres.demand, automation: N8nEngine.demand }),
    );
    expect(plan).to.deep.equal({
      db: { memory: "1GiB", cpus: 2, cpusReserved: 1 },
      automation: { memory: "1536MiB", cpus: 2, cpusReserved: 1 },
    });
  });

  it("shrinks towards the minima on a small host", async () => {
    const { result } = await run(() => planHost({ cpus: 2, memory: "1GiB", reserve: "256MiB" }, demands));
    expect([result.db.memory, result.web.memory]).to.deep.equal(["736MiB", "32MiB"]);
  });

  it("refuses what does not fit, and says who needs what, what is missing and what would help", async () => {
    const { result: refusal } = await run(() => thrown(() => planHost("2cpu,512MiB", demands)));
    expect(refusal.message).to.equal(
      [
        "planHost: 160MiB of memory are missing on a host of 512MiB:",
        "  db   minimum 512MiB",
        "  web  minimum 32MiB",
        "  together 544MiB; there are 384MiB, since 128MiB stay for the system and its page cache",
        "One of these makes it fit:",
        "  - a host of 1GiB",
        `  - a minimum of 352MiB for "db", if it can live with that`,
        `  - "db" on another host, which frees 512MiB`,
      ].join("\n"),
    );
  });

  it("tells every fault of host and demands at once", async () => {
    const wrong = { db: { minimum: "x", ideal: "1GiB", weight: -1 } as Demand };
    const { result: refusal } = await run(() => thrown(() => planHost("8GB" as Host, wrong)));
    expect(refusal.message).to.equal(
      [
        'planHost "host": 3 faults',
        '  host: "8GB" is not a host; write its CPUs and memory, such as "4cpu,8GiB"; see planHost',
        '  db.minimum: "x" is not a memory size; write a number with its unit, such as "512MiB" or "2GiB"',
        "  db.weight: -1 is not a number above 0 and up to 1000000; write one such as 0.5, 1 or 2",
      ].join("\n"),
    );
  });
});
