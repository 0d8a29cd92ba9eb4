import { expect } from "chai";
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OptimizedNodeService, pinnedImages } from "plimsoll";
import { EngineStack, describeOnEngine } from "../support/engine";

describeOnEngine("builds of one stack", function () {
  const stack = new EngineStack("builds");
  const names = ["one", "other"];
  const folder = (name: string): string => join(stack.folder, name);
  before(() => {
    for (const name of names) {
      mkdirSync(folder(name), { recursive: true });
      // Never in a cache, and long enough to be seen.
      const steps = [`FROM ${pinnedImages.node}`, `RUN echo ${randomUUID()}; sleep 5`, "USER 1000:1000"];
      const program = 'require("node:http").createServer((_, response) => response.end()).listen(process.env.PORT)';
      const command = `CMD ["node", "-e", ${JSON.stringify(program)}]`;
      writeFileSync(join(folder(name), "Dockerfile"), [...steps, command, ""].join("\n"));
    }
  });
  after(() => stack.remove());

  it("run beside each other, and each shows the step it is at", async () => {
    const shown: { name: string; text: string }[] = [];
    const built: string[] = [];
    const program = async (): Promise<void> => {
      for (const name of names) new OptimizedNodeService(name, { build: { context: folder(name) }, port: 3000 });
      return Promise.resolve();
    };
    await stack.up(program, {
      onEvent: ({ diagnosticEvent: said, resOutputsEvent: done }) => {
        const name = said?.urn?.split("::").at(-1) ?? "";
        if (said?.ephemeral && !built.includes(name)) shown.push({ name, text: said.message });
        built.push(done?.metadata.urn.split("::").at(-1) ?? "");
      },
    });
    const order = shown.filter(({ text }) => /\[2\/2\] RUN .* \(\d+ s\)/.test(text)).map(({ name }) => name);
    expect(new Set(order), "told while it is built").to.deep.equal(new Set(["one-image", "other-image"]));
    const [first = ""] = order;
    expect(order.lastIndexOf(first), "the other one began before the first ended").to.be.above(
      order.findIndex((name) => name !== first),
    );
  });
});
