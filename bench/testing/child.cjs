// One measurement in a process of its own: `node child.cjs WHAT`. Prints JSON. The kit as users have it: built, by its name.

const pulumi = require("@pulumi/pulumi");

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function timed(work) {
  const [wall, cpu] = [performance.now(), cpuMs()];
  await work();
  return { wallMs: performance.now() - wall, cpuMs: cpuMs() - cpu };
}

/** The same with mocks as Pulumi documents them, and nothing else: inputs kept, registrations awaited. */
async function bare(program, config = {}) {
  const resources = [];
  const newResource = ({ type, name, inputs }) => {
    resources.push({ type, name, inputs });
    return { id: `${name}-id`, state: { name, imageId: `sha256:${name}`, ...inputs } };
  };
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "shop", "test");
  pulumi.runtime.setAllConfig(config);
  await program();
  await pulumi.runtime.disconnect();
  return { resources };
}

function fiveServices() {
  const {
    CachingNginx,
    N8nEngine,
    OptimizedNodeService,
    ServiceNetwork,
    StaticSite,
    TunedPostgres,
  } = require("plimsoll");
  return () => {
    const network = new ServiceNetwork("network");
    const clients = { shop: { password: "one" }, n8n: { password: "two" } };
    const db = new TunedPostgres("db", { network, password: "three", clients });
    const automation = new N8nEngine("automation", {
      network,
      database: db.client("n8n"),
      encryptionKey: "four",
      publicUrl: "http://localhost:8080/n8n/",
    });
    const api = new OptimizedNodeService("api", { network, image: "api:1", port: 3001, database: db.client("shop") });
    const frontend = new StaticSite("frontend", { network, image: "web:1" });
    const routes = [api.route("/api/"), automation.route("/n8n/"), frontend.route("/")];
    new CachingNginx("edge", { network, routes, publish: 8080 });
  };
}

function containers(count) {
  const docker = require("@pulumi/docker");
  return () => {
    for (let index = 0; index < count; index++)
      new docker.Container(`c${index}`, { image: "api:1", memory: 128, envs: [`N=${index}`, "PORT=80"] });
  };
}

const programs = { five: fiveServices, hundred: () => containers(100), thousand: () => containers(1000) };

const measurements = {
  /** What importing the kit adds to the SDK, which is loaded already. */
  async import() {
    return timed(() => require("plimsoll/testing"));
  },

  /** The first run of a program in a process, and the following ones. */
  async run(name, runs) {
    const { TestStack } = require("plimsoll/testing");
    const program = programs[name]();
    // The first resource of a kind loads its class: that is the SDK's loading, not the program's.
    require("@pulumi/docker").Container;
    const samples = [];
    for (let index = 0; index < Number(runs); index++) samples.push(await timed(() => TestStack.run(program)));
    return samples;
  },

  /** Both ways in turns, in one process. `limit`: lines of a stack trace, of which the SDK writes one for each promise. */
  async compare(name, runs, limit) {
    const { TestStack } = require("plimsoll/testing");
    const program = programs[name]();
    if (limit !== undefined) Error.stackTraceLimit = Number(limit);
    const ways = [() => TestStack.run(program), () => bare(program)];
    const samples = [[], []];
    for (const way of ways) await way();
    for (let index = 0; index < Number(runs); index++)
      for (const way of index % 2 === 0 ? [0, 1] : [1, 0]) {
        global.gc();
        samples[way].push((await timed(ways[way])).cpuMs);
      }
    return { kit: samples[0], bare: samples[1] };
  },

  /** Heap after a collection, every ten runs. */
  async memory(name, runs) {
    const { TestStack } = require("plimsoll/testing");
    const program = programs[name]();
    const heap = [];
    for (let index = 1; index <= Number(runs); index++) {
      await TestStack.run(program);
      if (index % 10 !== 0) continue;
      await new Promise((done) => setTimeout(done, 10));
      global.gc();
      heap.push(process.memoryUsage().heapUsed / 2 ** 20);
    }
    return heap;
  },
};

const [what, ...args] = process.argv.slice(2);
measurements[what](...args).then((result) => {
  console.log(JSON.stringify(result));
});
