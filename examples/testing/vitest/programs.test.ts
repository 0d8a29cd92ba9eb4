import * as docker from "@pulumi/docker";
import { TestStack } from "plimsoll/testing";
import { plimsollChai } from "plimsoll/testing/chai";
import { chai, expect, it } from "vitest";
import { Worker } from "../worker";

chai.use(plimsollChai);

it("a program of @pulumi/docker alone is hardened", async () => {
  const stack = await TestStack.run(() => import("../cache"), {
    calls: { "docker:index/getNetwork:getNetwork": () => ({ id: "shared" }) },
  });
  expect(stack).to.be.hardened();
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
  expect(stack.secretOutputs).toEqual(["url"]);
});

it("a component of your own is tested by itself", async () => {
  const stack = await TestStack.run(() => new Worker("mail", { image: "shop/mail:1.4.2", memory: 256 }));
  stack.hasCount(docker.Container, 1, { memory: 256 });
  expect(stack.resource(Worker, "mail").children).toHaveLength(1);
});
