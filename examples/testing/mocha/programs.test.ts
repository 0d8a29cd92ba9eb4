import * as docker from "@pulumi/docker";
import * as random from "@pulumi/random";
import { expect, use } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StaticSite } from "plimsoll";
import { Match, TestStack, valueOf, type RunOptions } from "plimsoll/testing";
import { plimsollChai } from "plimsoll/testing/chai";
import { Worker } from "../worker";

use(plimsollChai);

describe("a program of @pulumi/docker alone", () => {
  const calls: RunOptions["calls"] = {
    "docker:index/getNetwork:getNetwork": ({ name }) => ({ id: `id-of-${String(name)}` }),
  };

  it("joins the network that another stack has made", async () => {
    const stack = await TestStack.run(() => import("../cache"), { config: { network: "shared" }, calls });
    stack.hasProperties(docker.Container, { networksAdvanced: [{ name: "id-of-shared" }] });
    stack.hasOutputs({ address: "cache:6379" });
  });

  it("is hardened and protects its data", async () => {
    const stack = await TestStack.run(() => import("../cache"), { calls });
    expect(stack).to.be.hardened();
    expect(stack.resource(docker.Volume, "data").options.protect).to.equal(true);
  });
});

describe("a program of @pulumi/random and @pulumi/docker", () => {
  // #region computed
  const outputs: RunOptions["outputs"] = {
    "random:index/randomPassword:RandomPassword": ({ inputs }) => ({
      result: "x".repeat(Number(inputs["length"])),
    }),
    "random:index/randomPet:RandomPet": () => ({ id: "bright-otter" }),
  };
  // #endregion

  it("gives the broker a password of 24 characters, in a file", async () => {
    // #region computed
    const stack = await TestStack.run(() => import("../broker"), { outputs });
    stack.hasProperties(random.RandomPassword, { length: 24, special: false });
    stack.hasProperties(docker.Container, "broker", {
      name: "broker-bright-otter",
      uploads: [{ content: Match.secret(Match.stringLikeRegexp(/^default_pass = x{24}$/m)) }],
    });
    // #endregion
    expect(stack).to.haveNoSecretsInEnvironment();
  });

  it("is told what to give, where it needs what only the provider computes", async () => {
    const failed = await TestStack.run(() => import("../broker")).catch((error: Error) => error.message);
    expect(failed).to.include('outputs: { "random:index/randomPassword:RandomPassword": ');
  });
});

describe("a component of your own", () => {
  it("is tested by itself", async () => {
    const stack = await TestStack.run(() => new Worker("mail", { image: "shop/mail:1.4.2", count: 2 }));
    expect(await valueOf(stack.result.names)).to.deep.equal(["mail-0", "mail-1"]);
    expect(stack.resource(Worker, "mail").children).to.have.length(2);
    stack.hasCount(docker.Container, 2, { memory: 128 });
  });
});

describe("the site", () => {
  it("is as it was reviewed", async () => {
    const stack = await TestStack.run(() => new StaticSite("frontend", { build: { context: "./frontend" } }));
    // #region snapshot
    expectText("frontend.snapshot.txt", stack.describe({ mask: [/\b[0-9a-f]{12}\b/] }));
    // #endregion
  });
});

/** Compares with the file beside this test; UPDATE=1 writes it anew, to be read in the diff. */
function expectText(name: string, text: string): void {
  const file = join(__dirname, name);
  if (process.env["UPDATE"] !== undefined) writeFileSync(file, text);
  expect(text).to.equal(readFileSync(file, "utf8"));
}
