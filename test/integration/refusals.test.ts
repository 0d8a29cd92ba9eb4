import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import * as plimsoll from "plimsoll";
import { pinnedImages } from "../../lib/images/pinned";
import { EngineStack, describeOnEngine, docker, failureOf } from "../support/engine";
import { ProgramStack } from "../support/engine-program";
import { quietPorts } from "../support/engine-specs";

const stack = new ProgramStack("refusals");
const [port = 0, freePort = 0] = quietPorts(2);
const subnet = `10.${randomInt(100, 250)}.${randomInt(250)}.0/28`;

const site = (more = ""): string =>
  `const site = new plimsoll.StaticSite("site", { image: "${pinnedImages.nginx}", ${more} });`;

/** One thing that makes a deployment impossible. */
interface Refusal {
  title: string;
  program: string;
  /** Puts the obstacle in the way; returns what takes it away. */
  obstacle?: () => Promise<() => unknown>;
  environment?: Record<string, string>;
  /** What the person at the terminal reads: where, what is wrong, what to do. */
  reads: string[];
}

const refusals: Refusal[] = [
  {
    title: "a subnet that overlaps another Docker network",
    program: `new plimsoll.ServiceNetwork("network", { subnet: "${subnet}" });`,
    async obstacle() {
      const network = await docker.createNetwork({
        Name: `${stack.prefix}-neighbour`,
        IPAM: { Config: [{ Subnet: subnet }] },
      });
      return () => network.remove();
    },
    reads: [
      'Host "network-network": 1 fault',
      `subnet: ${subnet} overlaps the Docker network "${stack.prefix}-neighbour" (${subnet}); ` +
        `write another one, or remove that network: docker network rm ${stack.prefix}-neighbour`,
    ],
  },
  {
    title: "a host port that another container holds",
    program: site(`publish: ${port}`),
    async obstacle() {
      const HostConfig = { PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: String(port) }] } };
      const container = await docker.createContainer({
        name: `${stack.prefix}-neighbour`,
        Image: pinnedImages.nginx,
        Cmd: ["sleep", "60"],
        HostConfig,
      });
      await container.start();
      return () => container.remove({ force: true });
    },
    reads: [
      `publish: port ${port} of 127.0.0.1 is taken by the container "${stack.prefix}-neighbour"; publish another port, or stop that container`,
    ],
  },
  {
    title: "a host port that another program holds",
    program: site(`publish: ${port}`),
    async obstacle() {
      const server = createServer().listen(port, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      return () => server.close();
    },
    reads: [
      `publish: port ${port} of 127.0.0.1 is taken by another program on this host; publish another port, or stop it (ss -ltnp shows it)`,
    ],
  },
  {
    title: "more memory than the host has",
    program: site(`memory: "900GiB"`),
    reads: [
      'Host "site-container": 1 fault',
      "of memory are missing on a host of",
      "site  limit 900GiB",
      "One of these makes it fit:",
      "`plimsoll plan` shows who gets what",
    ],
  },
  {
    title: "more CPUs than the host has",
    program: site("cpus: 500"),
    reads: ['"site" may use 500 CPUs, the host has', "or take a larger host"],
  },
  {
    title: "an engine that does not answer",
    program: site(),
    environment: { DOCKER_HOST: `unix://${join(stack.folder, "nobody.sock")}` },
    reads: [
      `The Docker Engine at unix://${join(stack.folder, "nobody.sock")} does not answer`,
      "Start it, or name another one: pulumi config set docker:host unix:///path/to/docker.sock, or DOCKER_HOST.",
    ],
  },
  {
    // No engine as old as this can be had here: one that only tells its version stands for it.
    title: "an engine that is too old",
    program: site(),
    obstacle: () =>
      listen(
        "old.sock",
        createServer((_, response) => response.end(JSON.stringify({ Version: "18.06.3-ce", ApiVersion: "1.38" }))),
      ),
    environment: { DOCKER_HOST: `unix://${join(stack.folder, "old.sock")}` },
    reads: [
      "Docker Engine 18.06.3-ce (API 1.38) is too old: the components need 20.10 (API 1.41) or newer. Upgrade the engine, or name another one in docker:host.",
    ],
  },
  {
    title: "a missing secret",
    program: `new plimsoll.TunedPostgres("db", {});`,
    reads: ['TunedPostgres "db": 1 fault', "password:"],
  },
  {
    title: "two services that publish one port",
    program: `${site(`publish: ${freePort}`)}\nnew plimsoll.CachingNginx("edge", { routes: [site.route("/")], publish: ${freePort} });`,
    reads: [
      'CachingNginx "edge": 1 fault',
      `publish: port ${freePort} is published by "site" already; publish each service on a port of its own`,
    ],
  },
];

/** Puts a server in the engine's place. */
async function listen(socket: string, server: Server): Promise<() => unknown> {
  server.listen(join(stack.folder, socket));
  await new Promise((resolve) => server.once("listening", resolve));
  return () => server.close();
}

describeOnEngine("refusals before anything is changed", () => {
  before(() => stack.create());
  after(() => stack.remove());

  const ours = async (): Promise<string[]> => {
    const containers = (await docker.listContainers({ all: true })).flatMap(({ Names }) =>
      Names.map((name) => name.slice(1)),
    );
    const networks = (await docker.listNetworks()).map(({ Name }) => Name);
    return [...containers, ...networks].filter((name) => name.startsWith(stack.prefix));
  };

  for (const { title, program, obstacle, environment, reads } of refusals) {
    it(`${title}: refused in the preview, with what to do`, async () => {
      stack.write(program);
      const clear = (await obstacle?.()) ?? (() => undefined);
      try {
        const before = await ours();
        const { code, text } = await stack.pulumi(["preview"], environment).end;
        for (const sentence of reads) expect(text).to.contain(sentence);
        expect(code, "the exit code").not.to.equal(0);
        expect(await ours()).to.deep.equal(before);
      } finally {
        await clear();
      }
    });
  }

  it("a disk that is nearly full: refused in the preview, with what to do", async function () {
    if (process.getuid?.() !== 0) {
      console.log("      skipped: mounting a small disk needs root");
      this.skip();
    }
    const disk = join(stack.folder, "disk");
    mkdirSync(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64m", "plimsoll-test", disk]);
    // The real engine's answers, but for where it says its data is.
    const answers: Record<string, object> = {
      "/version": await docker.version(),
      "/info": { ...((await docker.info()) as object), DockerRootDir: disk },
    };
    const between = createServer(({ url = "" }, response) => {
      const answer = answers[url];
      response.statusCode = answer === undefined ? 404 : 200;
      response.end(JSON.stringify(answer ?? { message: "not there" }));
    });
    const close = await listen("full.sock", between);
    try {
      stack.write(site());
      const { code, text } = await stack.pulumi(["preview"], {
        DOCKER_HOST: `unix://${join(stack.folder, "full.sock")}`,
      }).end;
      expect(text).to.contain(
        `${disk}: 0.1 GiB are free where the engine keeps its data, 2 are needed; make room: docker system df shows what is used`,
      );
      expect(code).not.to.equal(0);
    } finally {
      close();
      execFileSync("umount", [disk]);
    }
  });

  it("a build that fails shows the build's own words, and where all of them are", async () => {
    const context = join(stack.folder, "application");
    mkdirSync(context);
    writeFileSync(
      join(context, "Dockerfile"),
      `FROM ${pinnedImages.nginx}\nRUN echo "src/main.ts(3,7): error TS2304: Cannot find name 'hello'." && exit 7\n`,
    );
    stack.write(`new plimsoll.StaticSite("site", { build: { context: "${context}" } });`);
    const { code, text } = await stack.pulumi(["up", "--yes", "--skip-preview"]).end;
    expect(code).not.to.equal(0);
    expect(text).to.contain(`The build of site failed. Its last lines (all of it: `);
    expect(text).to.contain("src/main.ts(3,7): error TS2304: Cannot find name 'hello'.");
    const containers = (await docker.listContainers({ all: true })).flatMap(({ Names }) => Names);
    expect(containers.filter((name) => name.includes(stack.prefix))).to.deep.equal([]);
  });
});

describeOnEngine("a program inside another one, by the Automation API", () => {
  const inline = new EngineStack("inline");
  after(() => inline.remove());

  it("is held against its host in the preview too, each time", async () => {
    const program = async (): Promise<void> => {
      new plimsoll.StaticSite("site", { image: pinnedImages.nginx, memory: "900GiB" });
    };
    for (const time of ["first", "second"]) {
      const { said } = await failureOf(inline.preview(program));
      expect(said, time).to.contain("of memory are missing on a host of");
    }
  });
});
