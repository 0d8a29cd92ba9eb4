import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { CachingNginx, ServiceNetwork, StaticSite, type CachingNginxArgs, type StaticSiteArgs } from "plimsoll";
import { pinnedImages } from "../../lib/images/pinned";
import { compareStacks, describeChanges, TestStack, type Change } from "plimsoll/testing";
import { describeOnEngine, docker as engine, EngineStack, failureOf } from "../support/engine";

type Edit = Partial<typeof first>;

/** What the versions differ in. */
const first = {
  component: "box",
  componentOptions: {} as pulumi.ComponentResourceOptions,
  inside: "box-inside",
  insideOptions: undefined as pulumi.CustomResourceOptions | undefined,
  data: "data",
  dataInside: false,
  dataLabel: undefined as string | undefined,
  dataOptions: {} as pulumi.CustomResourceOptions,
  autoLabel: undefined as string | undefined,
  guardedLabel: undefined as string | undefined,
  auto: "auto",
  autoOptions: {} as pulumi.CustomResourceOptions,
  network: "network",
  networkOptions: {} as pulumi.CustomResourceOptions,
  networkLabel: undefined as string | undefined,
  web: {} as Partial<docker.ContainerArgs>,
  webOptions: {} as pulumi.CustomResourceOptions,
  sideVolume: true,
  others: true,
};

const label = (value: string | undefined): Pick<docker.VolumeArgs, "labels"> =>
  value === undefined ? {} : { labels: [{ label: "edition", value }] };

class Box extends pulumi.ComponentResource {
  constructor(name: string, inside: (box: Box) => void, options?: pulumi.ComponentResourceOptions) {
    super("upgrade:index:Box", name, {}, options);
    inside(this);
    this.registerOutputs({});
  }
}

/** One version of a program: what is asked of its engine stays as it is, unless the edit says otherwise. */
const version =
  (edit: Edit = {}) =>
  (): Promise<undefined> => {
    const v = { ...first, ...edit };
    const own = (name: string): string => `${pulumi.getProject()}-${pulumi.getStack()}-${name}`;
    const idle = { image: pinnedImages.nginx, start: false, mustRun: false };

    const box = new Box(
      v.component,
      (box) => {
        new docker.Volume(v.inside, { name: own("inside") }, { parent: box, ...v.insideOptions });
      },
      v.componentOptions,
    );
    const data = new docker.Volume(
      v.data,
      { name: own("data"), ...label(v.dataLabel) },
      { ...(v.dataInside ? { parent: box } : {}), ...v.dataOptions },
    );
    const auto = new docker.Volume(v.auto, label(v.autoLabel), v.autoOptions);
    const guarded = { name: own("guarded"), ...label(v.guardedLabel) };
    new docker.Volume("guarded", guarded, { protect: true });
    const network = new docker.Network(v.network, { name: own("network"), ...label(v.networkLabel) }, v.networkOptions);
    const web = new docker.Container(
      "web",
      {
        ...idle,
        name: own("web"),
        memory: 64,
        memorySwap: 64,
        envs: ["A=1", "B=2"],
        healthcheck: { tests: ["CMD", "true"], interval: "30s" },
        networksAdvanced: [{ name: network.id }],
        volumes: [{ volumeName: data.name, containerPath: "/data" }],
        ...v.web,
      },
      v.webOptions,
    );
    if (!v.others) return Promise.resolve(undefined);
    new docker.Container("by-name", { ...idle, name: own("by-name"), networksAdvanced: [{ name: network.name }] });
    new docker.Container("by-auto", {
      ...idle,
      name: own("by-auto"),
      ...(v.sideVolume ? { volumes: [{ volumeName: auto.name, containerPath: "/auto" }] } : {}),
    });
    new docker.Container("behind", { ...idle, name: own("behind"), labels: [{ label: "of", value: web.id }] });
    new docker.Container("after", { ...idle, name: own("after") }, { dependsOn: [web, network] });
    return Promise.resolve(undefined);
  };

/** What versions of a stack of components differ in. */
interface OwnEdit {
  site?: Partial<StaticSiteArgs>;
  edge?: Partial<CachingNginxArgs>;
  name?: string;
  options?: pulumi.ComponentResourceOptions;
}

/** As the engine tells them: of what is replaced under a new name, it deletes the old one under its old name. */
const steps = (changes: readonly Change[]): Record<string, string> =>
  Object.fromEntries(
    changes.flatMap(({ step, resource, before }) =>
      [resource.name, ...(step === "replace" && before ? [before.name] : [])].map((name) => [name, step]),
    ),
  );

describeOnEngine("what an update is foretold to do, the engine's own preview shows", () => {
  const stack = new EngineStack("upgrade");
  const run = (edit?: Edit): Promise<TestStack> =>
    TestStack.run(version(edit), { project: stack.project, stack: stack.name });

  before(async () => {
    await stack.up(version());
  });
  after(() => stack.remove());

  const rows: { title: string; edit: Edit; but?: string }[] = [
    { title: "the same program", edit: {} },
    { title: "a volume's label", edit: { dataLabel: "second" } },
    { title: "a volume's label, ignored", edit: { dataLabel: "second", dataOptions: { ignoreChanges: ["labels"] } } },
    {
      title: "a volume's label, create first",
      edit: { dataLabel: "second", dataOptions: { deleteBeforeReplace: false } },
    },
    { title: "the label of a volume with a generated name", edit: { autoLabel: "second" } },
    { title: "a volume's new name", edit: { data: "store" } },
    {
      title: "a volume's new name with an alias",
      edit: { data: "store", dataOptions: { aliases: [{ name: "data" }] } },
    },
    {
      title: "a volume's new name with an alias, and another label",
      edit: { data: "store", dataLabel: "second", dataOptions: { aliases: [{ name: "data" }] } },
    },
    {
      title: "a network's new name with an alias, of which containers use the id",
      edit: { network: "net", networkOptions: { aliases: [{ name: "network" }] } },
    },
    {
      title: "the new name, with an alias, of a volume whose name is generated",
      edit: { auto: "automatic", autoOptions: { aliases: [{ name: "auto" }] } },
    },
    { title: "a child's new name", edit: { inside: "box-within" } },
    { title: "a child moved to the top", edit: { insideOptions: { parent: pulumi.rootStackResource } } },
    {
      title: "a child moved to the top, with an alias",
      edit: {
        insideOptions: {
          parent: pulumi.rootStackResource,
          aliases: [{ parent: `urn:pulumi:${stack.name}::${stack.project}::upgrade:index:Box::box` }],
        },
      },
    },
    { title: "a volume moved into a component", edit: { dataInside: true } },
    {
      title: "a volume moved into a component, with an alias",
      edit: { dataInside: true, dataOptions: { aliases: [{ parent: pulumi.rootStackResource }] } },
    },
    { title: "a component's new name", edit: { component: "crate", inside: "crate-inside" } },
    {
      title: "a component's new name with an alias, which its children inherit",
      edit: { component: "crate", inside: "crate-inside", componentOptions: { aliases: [{ name: "box" }] } },
    },
    {
      title: "a component's new name with an alias, and a child's own",
      edit: {
        component: "crate",
        inside: "within",
        componentOptions: { aliases: [{ name: "box" }] },
        insideOptions: { aliases: [{ name: "box-inside" }] },
      },
    },
    { title: "a container's memory", edit: { web: { memory: 96, memorySwap: 96 } } },
    { title: "a container's variables", edit: { web: { envs: ["A=1", "B=3"] } } },
    { title: "a container's variables in another order", edit: { web: { envs: ["B=2", "A=1"] } } },
    { title: "a container's variables that are secret now", edit: { web: { envs: pulumi.secret(["A=1", "B=2"]) } } },
    { title: "a container's variables left out", edit: { web: { envs: undefined } as Edit["web"] } },
    { title: "what the provider takes anyway", edit: { web: { restart: "no", rm: false, privileged: false } } },
    { title: "a health check", edit: { web: { healthcheck: { tests: ["CMD", "false"], interval: "30s" } } } },
    {
      title: "a health check that replaces",
      edit: {
        web: { healthcheck: { tests: ["CMD", "false"], interval: "30s" } },
        webOptions: { replaceOnChanges: ["healthcheck"] },
      },
    },
    {
      title: "memory that replaces, of a container with everything",
      edit: { web: { memory: 96, memorySwap: 96 }, webOptions: { replaceOnChanges: ["*"] } },
    },
    { title: "a network's label", edit: { networkLabel: "second" } },
    {
      title: "a network's label, where a container ignores its networks",
      edit: { networkLabel: "second", webOptions: { ignoreChanges: ["networksAdvanced"] } },
    },
    { title: "a container less", edit: { others: false } },
    { title: "a generated name used no more", edit: { autoLabel: "second", sideVolume: false } },
  ];
  for (const { title, edit } of rows) {
    it(title, async () => {
      const foretold = compareStacks(await run(), await run(edit));
      const { steps: real } = await stack.preview(version(edit));
      expect(steps(foretold), describeChanges(foretold)).to.deep.equal(real);
    });
  }

  it("a protected volume's label: the engine refuses the whole update", async () => {
    const edit = { guardedLabel: "second" };
    const [change] = compareStacks(await run(), await run(edit));
    expect(change).to.deep.include({ step: "replace", refused: true });
    expect((await failureOf(stack.preview(version(edit)))).said).to.contain("unable to replace resource");
  });

  it("what the state has as ignored counts, once an update has brought it there", async () => {
    const ignoring: Edit = { webOptions: { ignoreChanges: ["networksAdvanced"] } };
    const edit = { ...ignoring, networkLabel: "second" };
    await stack.up(version(ignoring));
    const foretold = compareStacks(await run(ignoring), await run(edit));
    const { steps: real } = await stack.preview(version(edit));
    expect(steps(foretold), describeChanges(foretold)).to.deep.equal(real);
    expect(real).not.to.have.property("web");
  });

  it("retainOnDelete saves a volume from the update after the one that brings it", async () => {
    const label = async (): Promise<unknown> =>
      (await engine.getVolume(`${stack.prefix}-data`).inspect()).Labels["edition"];
    const labelled = (dataLabel: string): Edit => ({ dataLabel, dataOptions: { retainOnDelete: true } });
    await stack.up(version(labelled("second")));
    expect(await label(), "the first volume is gone, with its data").to.equal("second");
    await stack.up(version(labelled("third")));
    expect(await label(), "the second volume is there still").to.equal("second");
  });
});

describeOnEngine("so it is with stacks of this library", () => {
  const stack = new EngineStack("upgrade-own");
  const image = pinnedImages.nginx;
  const shop =
    ({ site = {}, edge = {}, name = "web", options }: OwnEdit = {}) =>
    (): Promise<undefined> => {
      const network = new ServiceNetwork("shop");
      const web = new StaticSite(name, { network, image, ...site }, options);
      new CachingNginx("edge", { network, routes: [web.route("/")], ...edge });
      new docker.Volume("data", { name: `${pulumi.getProject()}-${pulumi.getStack()}-data` });
      return Promise.resolve(undefined);
    };
  const run = (edit?: OwnEdit): Promise<TestStack> =>
    TestStack.run(shop(edit), { project: stack.project, stack: stack.name });

  before(async () => {
    await stack.up(shop());
  });
  after(() => stack.remove());

  const rows: { title: string; edit: OwnEdit }[] = [
    { title: "the same program", edit: {} },
    { title: "a service's memory", edit: { site: { memory: "96MiB" } } },
    { title: "a service's configuration", edit: { edge: { cacheSize: "16MiB" } } },
    { title: "a service's new name", edit: { name: "site" } },
    {
      title: "a service's new name with an alias",
      edit: { name: "site", options: { aliases: [{ name: "web" }] } },
    },
  ];
  for (const { title, edit } of rows) {
    it(title, async () => {
      const foretold = compareStacks(await run(), await run(edit));
      const { steps: real } = await stack.preview(shop(edit));
      expect(steps(foretold), describeChanges(foretold)).to.deep.equal(real);
    });
  }
});
