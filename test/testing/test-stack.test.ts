import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { TunedPostgres } from "plimsoll";
import { Match, TestStack, unknown, valueOf } from "plimsoll/testing";

class Shop extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("shop:index:Shop", name, {}, opts);
    new docker.Container(`${name}-container`, { image: "shop:1", memory: 128 }, { parent: this });
    this.registerOutputs({ port: 8080 });
  }
}

/** The words with which an assertion fails. */
function failure(assertion: () => unknown): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing failed");
}

describe("TestStack", () => {
  let stack: TestStack;
  before(async () => {
    stack = await TestStack.run(() => {
      new Shop("shop");
      new docker.Container("jobs", { image: "jobs:1", memory: 256, envs: [pulumi.secret("KEY=x")] });
      new docker.Volume("data");
      return { port: 8080, key: pulumi.secret("s3cret") };
    });
  });

  it("finds resources by class, by token, and components by theirs", () => {
    expect(stack.all(docker.Container)).to.have.length(2);
    expect(stack.all("docker:index/volume:Volume").map(({ name }) => name)).to.deep.equal(["data"]);
    expect(stack.resource(Shop, "shop").outputs).to.deep.equal({ port: 8080 });
    expect(stack.all()).to.equal(stack.resources);
  });

  it("finds a component's class that was loaded twice, for the test and for the program, by its name", () => {
    const twin = class Shop extends pulumi.ComponentResource {};
    expect(stack.resource(twin, "shop").type).to.equal("shop:index:Shop");
  });

  it("finds a component's container by the component's name", () => {
    expect(stack.resource(docker.Container, "shop").name).to.equal("shop-container");
  });

  it("says what there is where something is not found", () => {
    expect(failure(() => stack.resource(docker.Container, "job"))).to.match(/no docker.*"job".*Did you mean "jobs"\?/s);
    expect(failure(() => stack.resource(TunedPostgres, "db"))).to.match(/There is no TunedPostgres in the stack/);
  });

  it("matches some resource, or the one of a name", () => {
    stack.hasProperties(docker.Container, { memory: 256 });
    stack.hasProperties(docker.Container, "jobs", {
      envs: Match.arrayWith([Match.secret(Match.stringLikeRegexp("^KEY="))]),
    });
    expect(failure(() => stack.hasProperties(docker.Container, { memory: 300 }))).to.match(
      /None of 2 .* matches\. Closest:\n.*\n.*memory: expected 300, got/,
    );
    expect(failure(() => stack.hasProperties(docker.Container, "shop", { memory: 256 }))).to.match(
      /shop-container.* does not match:\n.*memory: expected 256, got 128/,
    );
  });

  it("counts", () => {
    stack.hasCount(docker.Container, 2);
    stack.hasCount(docker.Container, 1, { memory: 128 });
    stack.hasCount(docker.Network, 0);
    expect(failure(() => stack.hasCount(docker.Volume, 2))).to.match(/Expected 2 docker.*there is 1: .*data/);
  });

  it("matches the stack's outputs, secret ones too, and shows none of these", () => {
    stack.hasOutputs({ port: 8080, key: Match.secret("s3cret") });
    const message = failure(() => stack.hasOutputs({ port: 80, key: "other" }));
    expect(message)
      .to.match(/port: expected 80, got 8080/)
      .and.not.to.include("s3cret");
  });

  it("tells which input was meant by one that is misspelt", () => {
    expect(failure(() => stack.hasProperties(docker.Container, "jobs", { memry: 5 }))).to.match(
      /memry: expected 5, got nothing \(there is "memory"\)/,
    );
  });

  it("describes one resource with all that belongs to it", () => {
    expect(stack.describe({ of: "shop" }))
      .to.include("shop-container")
      .and.not.to.include("jobs");
  });

  it("describes itself without secrets", () => {
    const text = stack.describe();
    expect(text).to.match(/shop/).and.to.include("[secret]").and.not.to.include("KEY=x");
  });

  it("gives the value of any output of the program, and says which a preview does not know", async () => {
    const program = (): docker.Network => new docker.Network("shop");
    const { result } = await TestStack.run(program);
    expect(await valueOf(result.id)).to.equal("shop-id");
    const { result: planned } = await TestStack.run(program, { preview: true });
    expect(await valueOf(planned.id)).to.equal(unknown);
  });
});
