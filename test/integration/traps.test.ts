import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describeOnEngine, docker, EngineStack, type Outcome } from "../support/engine";
import { cell } from "../support/engine-matrix";
import { quietPorts, servicesProgram } from "../support/engine-specs";
import { secret, trapRows, writeContexts, type Seen } from "./trap-rows";

/** All rows share one stack, so that each phase is paid for once: up, preview, refresh, edit, preview, refresh. */
describeOnEngine("provider traps", () => {
  const stack = new EngineStack("traps");
  const rows = trapRows(stack.folder, quietPorts(3));
  const seen: Record<string, Seen> = {};
  const outcomes: Record<"second" | "refreshed" | "edited" | "again" | "refreshedAgain", Outcome> = Object.create(null);
  /** What everybody may read who may ask the engine, after either program. */
  const inspected: string[] = [];
  let exported = "";

  /** Looks at each row's container once more. */
  async function look(): Promise<void> {
    const api = Number((await docker.version()).ApiVersion.split(".")[1]);
    for (const { first } of rows) {
      const container = await docker.getContainer(`${stack.prefix}-${first.name}`).inspect();
      seen[first.name] = { container, before: seen[first.name]?.container ?? container, api };
    }
    for (const { Id } of await docker.listContainers({ all: true }))
      inspected.push(JSON.stringify(await docker.getContainer(Id).inspect()));
  }

  const seenOf = (name: string): Seen => seen[name] ?? expect.fail(`${name} was not looked at`);

  const firstProgram = servicesProgram(() => rows.map(({ first }) => first));
  const secondProgram = servicesProgram(() => rows.map(({ first, second }) => second ?? first));

  after(() => stack.remove());

  describe("as created", () => {
    before(async () => {
      writeContexts(stack.folder);
      await stack.up(firstProgram);
      await look();
      outcomes.second = await stack.preview(firstProgram);
      outcomes.refreshed = await stack.preview(firstProgram, { refresh: true });
      exported = await stack.export();
    });

    for (const { title, first, there } of rows) {
      cell(title, "second preview empty", () => nothingFor(first.name, outcomes.second));
      cell(title, "empty after refresh", () => nothingFor(first.name, outcomes.refreshed));
      if (there) cell(title, "really there", () => there(seenOf(first.name)));
    }

    it("no secret can be read in the exported state", () =>
      expect(exported).not.to.contain(secret.first).and.not.to.contain(base64(secret.first)));
  });

  describe("edited", () => {
    before(async () => {
      for (const { first, between } of rows) await between?.(seenOf(first.name));
      outcomes.edited = await stack.up(secondProgram);
      await look();
      outcomes.again = await stack.preview(secondProgram);
      outcomes.refreshedAgain = await stack.preview(secondProgram, { refresh: true });
    });

    for (const { title, first, applied } of rows) {
      if (applied) cell(title, "edit really applied", () => applied(seenOf(first.name)));
      cell(title, "empty after the edit", () => {
        nothingFor(first.name, outcomes.again);
        nothingFor(first.name, outcomes.refreshedAgain);
      });
    }

    it("leaves every container alone whose program did not change", () => {
      for (const { first, second } of rows) {
        if (second === undefined) nothingFor(first.name, outcomes.edited);
      }
    });

    it("no secret stands in any file of the state, nor in what the engine shows of any container", () => {
      const state = readdirSync(stack.folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
      expect(state.length).to.be.greaterThan(0);
      for (const text of [...state, ...inspected]) {
        for (const value of [...Object.values(secret), ...Object.values(secret).map(base64)])
          expect(text).not.to.contain(value);
      }
    });
  });
});

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Nothing of what the row is made of may change. */
function nothingFor(name: string, { steps }: Outcome): void {
  const changed = Object.entries(steps).filter(([resource]) => resource.startsWith(`${name}-`));
  expect(changed, `changes of ${name}`).to.deep.equal([]);
}
