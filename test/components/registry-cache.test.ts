import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { OptimizedNodeService, RegistryCache, type RegistryCacheArgs } from "plimsoll";
import type { TestResource } from "plimsoll/testing";
import { corpusFolder } from "../support/applications";
import { containerOf, filesOf, run, thrown, waitsFor } from "../support/stacks";

const configuration = async (args: RegistryCacheArgs): Promise<Record<string, unknown>> => {
  const stack = await run(() => new RegistryCache("cache", args));
  return JSON.parse(filesOf(stack, "cache")["/run/secrets/registry.json"] ?? "") as Record<string, unknown>;
};

/** A service whose layers a cache keeps. */
const program =
  (args: RegistryCacheArgs, application = "typescript") =>
  () => {
    const cache = new RegistryCache("cache", args);
    const build = { context: corpusFolder(application), cache };
    return new OptimizedNodeService("api", { build, port: 3000 });
  };

describe("RegistryCache", () => {
  it("keeps below the folder whose rights a new volume takes over, and deletes nothing", async () => {
    const { storage, proxy } = await configuration({});
    expect(storage).to.deep.include({
      filesystem: { rootdirectory: "/var/tmp/registry" },
      delete: { enabled: false },
      maintenance: { uploadpurging: { enabled: true, age: "24h", interval: "24h", dryrun: false } },
    });
    expect(proxy).to.equal(undefined);
  });

  it("cleans up before it serves; a mirror forgets by itself", async () => {
    const stack = await run(() => [
      new RegistryCache("cache"),
      new RegistryCache("mirror", { upstream: "https://registry.example" }),
    ]);
    const [cleaning, serving] = ["cache", "mirror"].map((name) => String(containerOf(stack, name)["command"]));
    expect(cleaning).to.match(/garbage-collect --delete-untagged .*; exec \/bin\/registry serve/);
    expect(serving).to.match(/^exec \/bin\/registry serve/);
  });

  it("is given its upstream's account in the file alone, whatever stands in it", async () => {
    const password = pulumi.secret('word"\n: {}');
    const upstream = "https://registry.example/";
    const { proxy, storage } = await configuration({
      upstream,
      keep: "24h",
      credentials: { username: "shop", password },
    });
    expect(proxy).to.deep.equal({
      remoteurl: "https://registry.example",
      username: "shop",
      password: 'word"\n: {}',
      ttl: "24h",
    });
    expect(storage).to.deep.include({ delete: { enabled: true } });
  });
});

describe("builds whose layers are kept", () => {
  it("look there first, say what each layer is made from, and wait for the registry", async () => {
    const stack = await run(program({ publish: 5000 }));
    const image = stack.resource(docker.RemoteImage, "api");
    const kept = ["127.0.0.1:5000/shop-test-api:image", "127.0.0.1:5000/shop-test-api:dependencies"];
    expect(image.inputs["build"]).to.deep.include({
      buildArgs: { BUILDKIT_INLINE_CACHE: "1" },
      cacheFroms: kept,
    });
    // Chai prints what it looks into before it looks, and through a resource all that its module and program hold: seconds.
    const waitsOn = (other: TestResource): boolean => image.dependencies.includes(other);
    expect(waitsOn(stack.resource(docker.Container, "cache"))).to.equal(true);
    const installed = stack.resource(docker.RemoteImage, "api-dependencies");
    expect(installed.inputs["build"]).to.deep.include({ target: "dependencies", cacheFroms: kept });
    expect(waitsOn(installed)).to.equal(true);
    expect(waitsFor(stack, "api", "cache")).to.equal(false);
  });

  it("of a program without dependencies build nothing beside", async () => {
    const stack = await run(program({ publish: 5000 }, "plain-http"));
    expect(stack.all(docker.RemoteImage).map(({ name }) => name)).to.have.members(["cache-image", "api-image"]);
  });

  it("have another tag with another registry: under the same one its removal would hit the new image", async () => {
    const tag = async (publish: number): Promise<unknown> =>
      (await run(program({ publish }))).resource(docker.RemoteImage, "api").inputs["name"];
    expect(await tag(5000)).to.not.equal(await tag(5001));
  });

  for (const [title, args, saying] of [
    [
      "a mirror",
      { publish: 5000, upstream: "https://registry.example" },
      "build.cache: is a mirror of https://registry.example, which takes no layers; give it a RegistryCache without upstream",
    ],
    [
      "one that the engine does not reach",
      {},
      "build.cache: is on no port of the host, by which the engine would reach it; write publish: 5000 for the RegistryCache, without publishAddress",
    ],
  ] as [string, RegistryCacheArgs, string][]) {
    it(`refuse ${title}`, async () => {
      const error = await run(() => thrown(program(args))).then(({ result }) => result);
      expect(error.message).to.contain(saying);
    });
  }
});
