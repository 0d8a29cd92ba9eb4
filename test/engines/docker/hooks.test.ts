import { expect } from "chai";
import { buildHooks, containerHooks, demultiplex, networkHooks } from "../../../lib/engines/docker/hooks";
import type { Limits } from "../../../lib/spec/service-spec";
import { run } from "../../support/stacks";

/** One frame of the engine's log stream: stream number, length, text. */
function frame(stream: 1 | 2, text: string): Buffer {
  const content = Buffer.from(text);
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}

describe("demultiplex", () => {
  for (const { title, stream, text } of [
    { title: "an empty log", stream: Buffer.alloc(0), text: "" },
    { title: "one line", stream: frame(1, "ready\n"), text: "ready" },
    {
      title: "both streams in their order",
      stream: Buffer.concat([frame(1, "one\n"), frame(2, "two\n")]),
      text: "one\ntwo",
    },
    { title: "letters beyond ASCII", stream: frame(2, "größer\n"), text: "größer" },
    { title: "a frame that was cut off", stream: frame(1, "ready\n").subarray(0, 11), text: "rea" },
    { title: "a header that was cut off", stream: Buffer.concat([frame(1, "one\n"), Buffer.alloc(5)]), text: "one" },
  ]) {
    it(`reads ${title}`, () => {
      expect(demultiplex(stream)).to.equal(text);
    });
  }
});

describe("hooks under mocks", () => {
  it("are none: a unit test never asks the machine it runs on", async () => {
    const port = { container: 80, host: 80, address: "127.0.0.1" };
    const limits = { pids: 256 } as Limits;
    const { result } = await run(() => [
      networkHooks("shop-test-net", "172.20.0.0/16"),
      containerHooks("shop-test-edge", { ports: [port], limits, source: undefined }),
      buildHooks("api", { logFile: "/nowhere.log" }),
    ]);
    expect(result).to.deep.equal([{}, {}, {}]);
  });
});
