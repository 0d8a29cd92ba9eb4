import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alone, tryLock } from "../../../tools/setup/lock.mjs";
import { beginning, isAlive, stillRuns } from "../../../tools/setup/processes.mjs";

/** Above the largest pid that Linux gives. */
const nobody = 2 ** 22 + 1;

describe("a lock", () => {
  let path;
  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), "plimsoll-lock-")), "deep", "run.lock");
  });
  afterEach(() => {
    rmSync(join(path, "..", ".."), { recursive: true });
  });

  it("is taken once, and told who holds it", async () => {
    const { release } = await tryLock(path);
    expect((await tryLock(path)).holder).to.include({ pid: process.pid });
    release();
    expect(await tryLock(path)).to.have.property("release");
  });

  for (const { title, content } of [
    { title: "a holder that is gone", content: JSON.stringify({ pid: nobody, began: "1" }) },
    { title: "a pid that is another process's by now", content: JSON.stringify({ pid: process.pid, began: "1" }) },
    { title: "nothing that can be read", content: "{" },
  ]) {
    it(`is not kept by ${title}`, async () => {
      const { release } = await tryLock(path);
      release();
      writeFileSync(path, content);
      expect(await tryLock(path)).to.have.property("release");
    });
  }

  it("lets actions run one after the other, and says once that it waits", async () => {
    const order = [];
    const told = [];
    const first = alone(path, async () => {
      order.push("first begins");
      await new Promise((resolve) => setTimeout(resolve, 50));
      order.push("first ends");
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    await alone(
      path,
      () => order.push("second"),
      (holder) => told.push(holder.pid),
    );
    await first;
    expect(order).to.deep.equal(["first begins", "first ends", "second"]);
    expect(told).to.deep.equal([process.pid]);
  });

  it("is free again after an action that failed", async () => {
    const failed = await alone(path, () => Promise.reject(new Error("no"))).catch((error) => error.message);
    expect(failed).to.equal("no");
    expect(await tryLock(path)).to.have.property("release");
  });
});

describe("a process", () => {
  it("that runs is alive, and the same one as when it began", () => {
    expect(isAlive(process.pid)).to.equal(true);
    expect(stillRuns({ pid: process.pid, began: beginning(process.pid) })).to.equal(true);
  });

  for (const pid of [nobody, 0, -1, 1.5, undefined]) {
    it(`${pid} is not alive`, () => {
      expect(isAlive(pid)).to.equal(false);
    });
  }
});
