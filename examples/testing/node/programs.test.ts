import * as docker from "@pulumi/docker";
import assert from "node:assert/strict";
import { it } from "node:test";
import { assertHardened, TestStack } from "plimsoll/testing";
import { Worker } from "../worker";

it("a program of @pulumi/docker alone is hardened", async () => {
  const stack = await TestStack.run(() => import("../cache"), {
    calls: { "docker:index/getNetwork:getNetwork": () => ({ id: "shared" }) },
  });
  assertHardened(stack);
  stack.hasProperties(docker.Container, { networksAdvanced: [{ name: "shared" }] });
});

it("a program of @pulumi/random takes what the provider would compute from the test", async () => {
  const stack = await TestStack.run(() => import("../broker"), {
    outputs: {
      "random:index/randomPassword:RandomPassword": () => ({ result: "of-the-test" }),
      "random:index/randomPet:RandomPet": () => ({ id: "bright-otter" }),
    },
  });
  stack.hasOutputs({ url: "amqp://app:of-the-test@broker-bright-otter:5672" });
  assert.deepEqual(stack.secretOutputs, ["url"]);
});

it("a component of your own is tested by itself", async () => {
  const stack = await TestStack.run(() => new Worker("mail", { image: "shop/mail:1.4.2", memory: 256 }));
  stack.hasCount(docker.Container, 1, { memory: 256 });
});
