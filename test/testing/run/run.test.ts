import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { setTimeout } from "node:timers/promises";
import { OptimizedNodeService, StaticSite, TunedPostgres } from "plimsoll";
import { unknown, TestStack, type RunOptions } from "plimsoll/testing";

const never = new Promise<never>(() => undefined);

/** The words with which a run fails. */
const refusal = (program: () => unknown, options?: RunOptions): Promise<string> =>
  TestStack.run(program, options).then(
    () => "the run succeeded",
    (error: Error) => error.message,
  );

const container = (command: pulumi.Input<string>) =>
  new docker.Container("api", { image: "api:1", command: [command] });

describe("a run under mocks", () => {
  it("gives resources in the program's order, with plain inputs and what was secret in them", async () => {
    const { resources } = await TestStack.run(() => {
      new docker.Volume("data");
      new docker.Container("api", { image: "api:1", envs: [pulumi.secret("KEY=value"), "PORT=80"], memory: 128 });
    });
    expect(resources.map(({ name }) => name)).to.deep.equal(["data", "api"]);
    expect(resources[1]).to.deep.include({
      inputs: { image: "api:1", envs: ["KEY=value", "PORT=80"], memory: 128 },
      secrets: ["envs[0]"],
      id: "api-id",
    });
  });

  it("gives what the program returned, its outputs, and which of them are secret", async () => {
    const stack = await TestStack.run(() => {
      const network = new docker.Network("shop");
      return { name: network.name, password: pulumi.secret("s3cret"), port: 8080 };
    });
    expect(stack.outputs).to.deep.equal({ name: "shop", password: "s3cret", port: 8080 });
    expect(stack.secretOutputs).to.deep.equal(["password"]);
    expect(stack.result.port).to.equal(8080);
  });

  it("gives a component as it is", async () => {
    const { result, outputs } = await TestStack.run(() => new TunedPostgres("db", { password: "x" }));
    expect(result).to.be.instanceOf(TunedPostgres);
    expect(outputs).to.deep.equal({});
  });

  it("waits for programs that are asynchronous, and for what is constructed in an apply", async () => {
    const { resources } = await TestStack.run(async () => {
      await setTimeout(5);
      const first = new docker.Volume("first");
      first.name.apply((name) => new docker.Volume(`${name}-second`));
    });
    expect(resources.map(({ name }) => name)).to.deep.equal(["first", "first-second"]);
  });

  it("shows parents, children and dependencies, and URNs as the engine writes them", async () => {
    const { resources } = await TestStack.run(() => {
      const owner = new pulumi.ComponentResource("shop:index:Owner", "owner");
      const inner = new pulumi.ComponentResource("shop:index:Inner", "inner", {}, { parent: owner });
      const volume = new docker.Volume("data", {}, { parent: inner });
      new docker.Container(
        "api",
        { image: "api:1", volumes: [{ volumeName: volume.name, containerPath: "/data" }] },
        { dependsOn: new docker.Network("shop") },
      );
    });
    const [owner, inner, volume, network, api] = resources;
    expect(volume?.urn).to.equal(
      "urn:pulumi:test::project::shop:index:Owner$shop:index:Inner$docker:index/volume:Volume::data",
    );
    expect(volume?.parent).to.equal(inner);
    expect(owner?.children).to.deep.equal([inner]);
    expect(owner?.custom).to.equal(false);
    expect(api?.parent).to.equal(undefined);
    expect(api?.propertyDependencies["volumes"]).to.deep.equal([volume]);
    expect(api?.dependencies).to.have.members([network, volume]);
  });

  it("shows the options that mocks hide", async () => {
    const { resources } = await TestStack.run(() => {
      const provider = new docker.Provider("remote", { host: "ssh://host" });
      new docker.Volume(
        "data",
        {},
        {
          provider,
          protect: true,
          retainOnDelete: true,
          deleteBeforeReplace: false,
          ignoreChanges: ["labels"],
          replaceOnChanges: ["driver"],
          additionalSecretOutputs: ["driverOpts"],
          aliases: [{ name: "old" }],
          customTimeouts: { create: "5m" },
          import: "shop-data",
        },
      );
    });
    expect(resources[1]?.options).to.deep.include({
      protect: true,
      retainOnDelete: true,
      deleteBeforeReplace: false,
      ignoreChanges: ["labels"],
      replaceOnChanges: ["driver"],
      additionalSecretOutputs: ["driverOpts"],
      aliases: [{ name: "old" }],
      customTimeouts: { create: "5m" },
      import: "shop-data",
      provider: "urn:pulumi:test::project::pulumi:providers:docker::remote::remote-id",
    });
  });

  it("tells several resources of one name apart by their parents", async () => {
    const { resources } = await TestStack.run(() => {
      for (const name of ["one", "two"]) {
        const parent = new pulumi.ComponentResource(`shop:index:${name}`, name);
        new docker.Volume("data", { driver: name }, { parent });
      }
    });
    const volumes = resources.filter(({ custom }) => custom);
    expect(volumes.map(({ parent, inputs }) => [parent?.name, inputs["driver"]])).to.deep.equal([
      ["one", "one"],
      ["two", "two"],
    ]);
  });

  it("reads existing resources", async () => {
    const { resources } = await TestStack.run(() => void docker.Network.get("shared", "network-id-1"));
    expect(resources[0]).to.include({ name: "shared", id: "network-id-1", existing: true });
  });

  it("answers with the outputs and functions of the test, which get plain values", async () => {
    const { outputs } = await TestStack.run(
      () => {
        const network = new docker.Network("shop", { driver: pulumi.secret("overlay") });
        const found = docker.getNetworkOutput({ name: network.name });
        return { scope: network.scope, gateway: found.apply(({ ipamConfigs }) => ipamConfigs[0]?.gateway) };
      },
      {
        outputs: {
          "docker:index/network:Network": ({ name, inputs }) => ({ scope: `${name} ${String(inputs["driver"])}` }),
        },
        calls: {
          "docker:index/getNetwork:getNetwork": ({ name }) => ({ ipamConfigs: [{ gateway: `of ${String(name)}` }] }),
        },
      },
    );
    expect(outputs).to.deep.equal({ scope: "shop overlay", gateway: "of shop" });
  });

  it("keeps secret what an SDK or an option says is secret", async () => {
    const { outputs, secretOutputs, resources } = await TestStack.run(
      () => {
        const network = new docker.Network("shop", {}, { additionalSecretOutputs: ["scope"] });
        container(network.scope);
        return { scope: network.scope };
      },
      { outputs: { "docker:index/network:Network": () => ({ scope: "s3cret" }) } },
    );
    expect(outputs).to.deep.equal({ scope: "s3cret" });
    expect(secretOutputs).to.deep.equal(["scope"]);
    expect(resources[1]?.secrets).to.deep.equal(["command[0]"]);
  });

  it("keeps computed values unknown in a preview, and runs no apply on them", async () => {
    let ran = false;
    const stack = await TestStack.run(
      () => {
        const network = new docker.Network("shop");
        network.id.apply(() => (ran = true));
        new docker.Container("api", { image: "api:1", networksAdvanced: [{ name: network.id }] });
        return { id: network.id, name: network.name };
      },
      { preview: true },
    );
    expect(stack.outputs).to.deep.equal({ id: unknown, name: "shop" });
    expect(stack.resources[1]?.inputs["networksAdvanced"]).to.deep.equal([{ name: unknown }]);
    expect(stack.resources[1]?.id).to.equal(undefined);
    expect(ran).to.equal(false);
  });

  it("takes configuration with and without the project's name, and values that are no texts", async () => {
    const { outputs } = await TestStack.run(
      () => {
        const config = new pulumi.Config();
        return {
          port: config.requireNumber("port"),
          hosts: config.requireObject("hosts"),
          host: new pulumi.Config("docker").require("host"),
          key: config.requireSecret("key"),
          where: `${pulumi.getProject()}/${pulumi.getStack()}`,
        };
      },
      {
        project: "shop",
        stack: "dev",
        config: { port: 8080, "shop:hosts": ["a", "b"], "docker:host": "ssh://h" },
        secrets: { key: "k" },
      },
    );
    expect(outputs).to.deep.equal({ port: 8080, hosts: ["a", "b"], host: "ssh://h", key: "k", where: "shop/dev" });
  });

  it("hears what the program says instead of printing it", async () => {
    const { messages } = await TestStack.run(async () => {
      await pulumi.log.warn("the image is old");
      await pulumi.log.info("all is well");
    });
    expect(messages).to.deep.equal([
      { severity: "warn", text: "the image is old" },
      { severity: "info", text: "all is well" },
    ]);
  });

  it("runs in the folder it is given, and comes back", async () => {
    const home = process.cwd();
    const { outputs } = await TestStack.run(() => ({ folder: process.cwd() }), { workDir: "examples/pilotpros" });
    expect(outputs["folder"]).to.match(/examples\/pilotpros$/);
    expect(process.cwd()).to.equal(home);
  });

  it("notes contradictions between services where it is asked to", async () => {
    const program = (): void => {
      for (const name of ["web", "docs"]) new StaticSite(name, { image: "web:1", publish: 8080 });
    };
    expect(await refusal(program)).to.include("8080");
    const { program: declared } = await TestStack.run(program, { contradictions: "note" });
    expect(declared.trial?.broken.map(({ rule }) => rule)).to.deep.equal(["ports"]);
  });
});

describe("a module as a program", () => {
  const load = (): Promise<unknown> => import("./program.js");

  it("runs anew for each test, with the modules it imports", async () => {
    for (const port of [8080, 9090]) {
      const { outputs, resources } = await TestStack.run(load, { config: { port } });
      expect(outputs).to.deep.equal({ port });
      expect(resources.map(({ name }) => name)).to.deep.equal(["inner", "outer"]);
    }
  });

  it("is refused when it did not run again", async () => {
    const once = await import("./program-once.js");
    await TestStack.run(() => once);
    expect(await refusal(() => once)).to.match(/its module was loaded before/);
  });
});

describe("two runs at once", () => {
  it("see neither each other's resources nor configuration nor messages", async () => {
    const program = (wait: number) => async () => {
      const name = new pulumi.Config().require("name");
      await setTimeout(wait);
      await pulumi.log.warn(name);
      new docker.Volume(`${name}-data`);
      return { name, project: pulumi.getProject() };
    };
    const [one, two] = await Promise.all([
      TestStack.run(program(20), { project: "first", config: { name: "a" } }),
      TestStack.run(program(5), { project: "second", config: { name: "b" } }),
    ]);
    expect([one.outputs, two.outputs]).to.deep.equal([
      { name: "a", project: "first" },
      { name: "b", project: "second" },
    ]);
    expect([one, two].map(({ resources }) => resources.map(({ name }) => name))).to.deep.equal([
      ["a-data"],
      ["b-data"],
    ]);
    expect([one, two].map(({ messages }) => messages.length)).to.deep.equal([1, 1]);
  });

  it("fail each for itself", async () => {
    const [bad, good] = await Promise.all([
      refusal(() => void pulumi.output(Promise.reject(new Error("of the first")))),
      refusal(() => setTimeout(20)),
    ]);
    expect([bad, good]).to.deep.equal(["of the first", "the run succeeded"]);
  });

  it("can't be in two folders", async () => {
    const wait = (): Promise<void> => setTimeout(20);
    const first = TestStack.run(wait, { workDir: "examples" });
    expect(await refusal(wait, { workDir: "docs" })).to.match(/a process is in one folder at a time/);
    await first;
  });
});

describe("a run that fails", () => {
  const quick = { patience: "200ms" };
  const container = (args: Partial<docker.ContainerArgs>): docker.Container =>
    new docker.Container("api", { image: "api:1", ...args });

  for (const { title, program, options, says } of [
    {
      title: "throws the program's own error",
      program: () => {
        throw new Error("no such region");
      },
      says: [/^no such region$/],
    },
    {
      title: "throws a component's faults, all of them",
      program: () => new OptimizedNodeService("api", { image: "a:1", port: 1, memory: "1MiB", cpus: 0 }),
      says: [/memory/, /cpus/],
    },
    {
      title: "says where a test names the program's folder",
      program: () => new OptimizedNodeService("api", { build: { context: "./backend" }, port: 3001 }),
      says: [/there is no folder "\.\/backend"/, /In a test the folder of the stack program is workDir/],
    },
    {
      title: "names the resource whose input is rejected",
      program: () => void container({ command: Promise.reject(new Error("no command")) }),
      says: [/"command": no command/, /Not registered: api \(docker:index\/container:Container\)/],
    },
    {
      title: "names the resource whose input never comes",
      program: () => void container({ image: never, command: ["run"] }),
      options: quick,
      says: [
        /for 0\.2 s nothing has happened/,
        /api \(docker:index\/container:Container\): its input "image" never resolves/,
      ],
    },
    {
      title: "tells what failed rather than who waits for it",
      program: () => {
        pulumi.output(Promise.reject(new Error("the cause")));
        container({ image: never });
      },
      options: quick,
      says: [/^the cause/],
    },
    {
      title: "says that the program itself does not return",
      program: () => never,
      options: quick,
      says: [/the program itself/],
    },
    {
      title: "says that an output never comes",
      program: () => ({ url: never }),
      options: quick,
      says: [/an output of the stack/],
    },
    {
      title: "tells of an apply that throws, though nobody reads it",
      program: () => {
        container({}).name.apply(() => {
          throw new Error("in the apply");
        });
      },
      says: [/in the apply/],
    },
    {
      title: "tells of an error in a timer",
      program: async () => {
        globalThis.setTimeout(() => {
          throw new Error("in the timer");
        }, 1);
        await setTimeout(20);
      },
      says: [/in the timer/],
    },
    {
      title: "tells of an error that was only logged, as `pulumi up` fails for it",
      program: () => pulumi.log.error("the disk is full"),
      says: [/reported an error/, /the disk is full/],
    },
    {
      title: "names configuration that is missing, and where a test gives it",
      program: () => new pulumi.Config().require("port"),
      says: [/'project:port'/, /In a test: config: \{ port: "\.\.\." \}/],
    },
    {
      title: "names a secret that is missing, and where a test gives it",
      program: () => new pulumi.Config().requireSecret("key"),
      says: [/In a test: secrets: \{ key: "\.\.\." \}/],
    },
    {
      title: "names a provider function without an answer, and how to give one",
      program: () => void docker.getNetworkOutput({ name: "shared" }),
      says: [/docker:index\/getNetwork:getNetwork, and no mock answers; write calls:/],
    },
    {
      title: "names an output that no mock gives where it went into a text",
      program: () => {
        const network = new docker.Network("shop");
        container({ envs: [pulumi.interpolate`SCOPE=${network.scope}`] });
      },
      says: [
        /api .*"envs" has the word undefined in it, from an output of shop that no mock gives; write outputs: \{ "docker:index\/network:Network"/,
      ],
    },
    {
      title: "names two resources with one URN, as the engine refuses them",
      program: () => {
        container({});
        container({});
      },
      says: [/Two resources have the URN .*::api/],
    },
    {
      title: "says what patience is",
      program: () => undefined,
      options: { patience: "long" },
      says: [/patience: "long" is not a duration/],
    },
    {
      title: "tells of all errors at once",
      program: () => {
        for (const reason of ["one", "two"]) pulumi.output(Promise.reject(new Error(`reason ${reason}`)));
      },
      says: [/2 errors in the program/, /reason one/, /reason two/],
    },
  ] as { title: string; program: () => unknown; options?: RunOptions; says: RegExp[] }[]) {
    it(title, async () => {
      const message = await refusal(program, options);
      for (const words of says) expect(message).to.match(words);
    });

    it(`${title}: and the next is as if nothing had been`, async () => {
      await refusal(program, options);
      const before = process.rawListeners("unhandledRejection").length;
      const { resources } = await TestStack.run(() => void container({}));
      expect(resources).to.have.length(1);
      expect(process.rawListeners("unhandledRejection")).to.have.length(before);
    });
  }

  it("leaves the errors of others to whoever listens for them", async () => {
    const heard: unknown[] = [];
    const listeners = process.rawListeners("uncaughtException") as ((error: Error) => void)[];
    process.removeAllListeners("uncaughtException");
    const listener = (error: unknown): void => void heard.push(error);
    process.on("uncaughtException", listener);
    try {
      // Made outside of any run, told while one lasts.
      globalThis.setTimeout(() => {
        throw new Error("of somebody else");
      }, 5);
      await TestStack.run(() => setTimeout(40));
    } finally {
      process.off("uncaughtException", listener);
      for (const one of listeners) process.on("uncaughtException", one);
    }
    expect(heard).to.have.length(1);
  });
});

describe("transforms", () => {
  it("run as the engine runs them: a resource's own, its parents', the stack's, each on what the one before made", async () => {
    const add =
      (label: string): pulumi.ResourceTransform =>
      ({ type, props, opts }) =>
        type === "docker:index/volume:Volume"
          ? { props: { ...props, labels: [...((props["labels"] ?? []) as object[]), { label, value: "x" }] }, opts }
          : undefined;
    const stack = await TestStack.run(() => {
      pulumi.runtime.registerResourceTransform(add("stack"));
      const owner = new pulumi.ComponentResource("shop:index:Owner", "owner", {}, { transforms: [add("parent")] });
      new docker.Volume("data", {}, { parent: owner, transforms: [add("own")] });
    });
    expect(stack.resource(docker.Volume, "data").inputs["labels"]).to.deep.equal([
      { label: "own", value: "x" },
      { label: "parent", value: "x" },
      { label: "stack", value: "x" },
    ]);
  });

  it("change options too, and keep secrets secret", async () => {
    const stack = await TestStack.run(() => {
      pulumi.runtime.registerResourceTransform(({ props, opts }) => ({
        props,
        opts: { ...opts, protect: true, retainOnDelete: true, ignoreChanges: ["labels"] },
      }));
      new docker.Container("api", { image: "api:1", envs: [pulumi.secret("A=b")] });
    });
    const { options, inputs, secrets } = stack.resource(docker.Container, "api");
    expect(options).to.deep.include({ protect: true, retainOnDelete: true, ignoreChanges: ["labels"] });
    expect(inputs["envs"]).to.deep.equal(["A=b"]);
    expect(secrets).not.to.deep.equal([]);
  });

  it("that throw fail the run", async () => {
    const message = await refusal(() => {
      const transforms = [
        () => {
          throw new Error("no volume without a label");
        },
      ];
      new docker.Volume("data", {}, { transforms });
    });
    expect(message).to.match(/no volume without a label/);
  });
});
