import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { AssertionError, expect, use } from "chai";
import { StaticSite, TunedPostgres } from "plimsoll";
import {
  assertAgrees,
  assertFitsOn,
  assertHardened,
  assertNoSecretsInEnvironment,
  assertPublishesOnly,
  Match,
  TestStack,
  type RunOptions,
} from "plimsoll/testing";
import { plimsollChai } from "plimsoll/testing/chai";
import { sound } from "../container-rules/containers";

use(plimsollChai);

/** A plain container with which nothing is wrong, but for `args`. */
const plain = (args: Partial<docker.ContainerArgs> = {}) =>
  new docker.Container("api", { ...(sound as unknown as docker.ContainerArgs), ...args });
const site = () => new StaticSite("web", { image: "web:1.0", publish: 8080 });

interface Row {
  title: string;
  program: () => unknown;
  options?: RunOptions;
  assertion: (stack: TestStack) => void;
  chai: (stack: TestStack) => unknown;
  /** What the failure says; none where the assertion holds. */
  says?: RegExp[];
}

const hardened = {
  assertion: (stack: TestStack) => assertHardened(stack),
  chai: (stack: TestStack) => expect(stack).to.be.hardened(),
};
const fits = (host: string) => ({
  assertion: (stack: TestStack) => assertFitsOn(stack, host),
  chai: (stack: TestStack) => expect(stack).to.fitOn(host),
});
const agrees = {
  assertion: (stack: TestStack) => assertAgrees(stack),
  chai: (stack: TestStack) => expect(stack).to.agree(),
};
const quiet = (except: string[] = []) => ({
  assertion: (stack: TestStack) => assertNoSecretsInEnvironment(stack, { except }),
  chai: (stack: TestStack) => expect(stack).to.haveNoSecretsInEnvironment({ except }),
});
const publishes = (...ports: (number | string)[]) => ({
  assertion: (stack: TestStack) => assertPublishesOnly(stack, ports),
  chai: (stack: TestStack) => expect(stack).to.publishOnly(ports),
});

const rows: Row[] = [
  { title: "a component of this library is hardened", program: site, ...hardened },
  { title: "a plain container that says all is hardened", program: () => plain(), ...hardened },
  {
    title: "a plain container that says nothing is not hardened",
    program: () => new docker.Container("api", { image: "shop/api" }),
    ...hardened,
    says: [/^The stack is not hardened: \d+ faults\n {2}api\n/, /user: .*; .* \[/, /memory: /, /readOnly: /],
  },
  {
    title: "a rule may be left out for one container",
    program: () => plain({ readOnly: false }),
    assertion: (stack) => assertHardened(stack, { except: ["api:read-only-root"] }),
    chai: (stack) => expect(stack).to.be.hardened({ except: ["read-only-root"] }),
  },
  { title: "what fits a host is taken", program: site, ...fits("1cpu,1GiB") },
  {
    title: "what does not fit a host is refused",
    program: () => plain({ memory: 8192 }),
    ...fits("1cpu,4GiB"),
    says: [/5GiB of memory are missing on a host of 4GiB/, /api +limit 8GiB/],
  },
  {
    title: "more CPUs than a host has are refused",
    program: () => plain({ cpus: "4.0" }),
    ...fits("2cpu,4GiB"),
    says: [/"api" may use 4 CPUs, the host has 2/],
  },
  {
    title: "CPUs by quota count as well",
    program: () => plain({ cpus: undefined as never, cpuQuota: 300_000, cpuPeriod: 100_000 }),
    ...fits("2cpu,4GiB"),
    says: [/"api" may use 3 CPUs, the host has 2/],
  },
  {
    title: "a container without a limit fits no host",
    program: () => new docker.Container("api", { image: "shop/api:1.4.2" }),
    ...fits("64cpu,512GiB"),
    says: [/may take any host whole/, /memory: not limited/],
  },
  {
    title: "a declared volume must fit the disk",
    program: () => new TunedPostgres("db", { password: "x", storage: { size: "80GiB" } }),
    ...fits("4cpu,16GiB,50GiB"),
    says: [/missing on a disk of 50GiB/, /db: data volume 80GiB/],
  },
  { title: "services that agree are taken", program: site, ...agrees },
  {
    title: "services on one host port do not agree",
    program: () => {
      site();
      new StaticSite("docs", { image: "docs:1.0", publish: 8080 });
    },
    options: { contradictions: "note" },
    ...agrees,
    says: [/The services do not agree:\n {2}docs\.publish: port 8080 is published by "web" already/, /\[ports\]/],
  },
  {
    title: "plain containers on one host port do not agree",
    program: () => {
      for (const name of ["one", "two"])
        new docker.Container(name, { image: "a:1", ports: [{ internal: 80, external: 8080 }] });
    },
    ...agrees,
    says: [/The containers do not agree: 1 fault\n {2}two\n/, /port 8080 of the host is published by one already/],
  },
  {
    title: "a plain container that calls another needs its network",
    program: () => {
      const [front, back] = ["front", "back"].map((name) => new docker.Network(name));
      new docker.Container("db", { name: "db", image: "a:1", networksAdvanced: [{ name: back?.name ?? "" }] });
      new docker.Container("api", {
        image: "a:1",
        envs: ["DB_HOST=db"],
        networksAdvanced: [{ name: front?.name ?? "" }],
      });
    },
    ...agrees,
    says: [/DB_HOST names the host "db"/],
  },
  {
    title: "a network's id and its name are one network",
    program: () => {
      const network = new docker.Network("shop");
      new docker.Container("db", { name: "db", image: "a:1", networksAdvanced: [{ name: network.name }] });
      new docker.Container("api", { image: "a:1", envs: ["DB_HOST=db"], networksAdvanced: [{ name: network.id }] });
    },
    ...agrees,
  },
  {
    title: "components keep secrets out of sight",
    program: () => new TunedPostgres("db", { password: "topsecret" }),
    ...quiet(),
  },
  {
    title: "a secret output in an environment is found",
    program: () => plain({ envs: [pulumi.interpolate`DATABASE=${pulumi.secret("s3cret-1")}`] }),
    ...quiet(),
    says: [/api\n.*DATABASE comes from a secret/],
  },
  {
    title: "a secret whose mark was lost is found by its value",
    program: () => plain({ command: [`--key=${new pulumi.Config().require("key")}`] }),
    options: { secrets: { key: "s3cret-2" } },
    ...quiet(),
    says: [/command\[0\]: contains a value that is secret elsewhere/],
  },
  {
    title: "a name that says secret is found, unless it is excepted",
    program: () => plain({ envs: ["DB_PASSWORD=s3cret-3"] }),
    ...quiet(),
    says: [/DB_PASSWORD is a secret by its name/],
  },
  {
    title: "a name that is excepted may stand there",
    program: () => plain({ envs: ["DB_PASSWORD=s3cret-4"] }),
    ...quiet(["DB_PASSWORD"]),
  },
  { title: "the ports that are meant are taken", program: site, ...publishes("127.0.0.1:8080") },
  {
    title: "a port beyond is refused",
    program: () => {
      site();
      plain({ ports: [{ internal: 5432, external: 5432 }] });
    },
    ...publishes(8080),
    says: [/api\n.*0\.0\.0\.0/],
  },
  {
    title: "a port that is not there is missed",
    program: site,
    ...publishes(8080, 9090),
    says: [/port 9090 is allowed, and no container/],
  },
  {
    title: "a resource that is there is found",
    program: site,
    assertion: (stack) => stack.hasProperties(docker.Container, "web", { user: Match.stringLikeRegexp("^101") }),
    chai: (stack) => expect(stack).to.have.resource(docker.Container, "web", { user: Match.stringLikeRegexp("^101") }),
  },
  {
    title: "a resource that is not there is missed",
    program: site,
    assertion: (stack) => stack.resource(docker.Container, "wob"),
    chai: (stack) => expect(stack).to.have.resource(docker.Container, "wob"),
    says: [/Did you mean "web"\?/],
  },
];

describe("assertions", () => {
  for (const { title, program, options, assertion, chai, says } of rows)
    it(title, async () => {
      const stack = await TestStack.run(program, options);
      for (const check of [assertion, chai]) {
        let message: string | undefined;
        try {
          check(stack);
        } catch (error) {
          message = (error as Error).message;
        }
        if (says === undefined) expect(message).to.equal(undefined);
        else for (const words of says) expect(message, "the assertion held").to.be.a("string").and.to.match(words);
        expect(message ?? "").not.to.include("s3cret");
      }
    });

  it("can be negated in chai", async () => {
    const stack = await TestStack.run(() => new docker.Container("api", { image: "shop/api" }));
    expect(stack).not.to.be.hardened();
    expect(stack).not.to.have.resource(docker.Volume);
    expect(() => expect(stack).not.to.agree()).to.throw(AssertionError, "agrees, and should not");
  });

  it("say so when they are given something else, such as a promise", () => {
    const promise = TestStack.run(site);
    expect(() => expect(promise).to.be.hardened()).to.throw(TypeError, /is an await missing\?/);
    return promise;
  });

  for (const { except, says } of [
    { except: ["read-only-rot"], says: 'there is no rule "read-only-rot"; write "read-only-root"' },
    { except: ["apo:read-only-root"], says: 'the stack has no container "apo"; there are web-files, web-container' },
  ])
    it(`refuses an exception that means nothing: ${except.join()}`, async () => {
      const stack = await TestStack.run(site);
      expect(() => assertHardened(stack, { except })).to.throw(TypeError, says);
    });

  it("refuses a host that is none", async () => {
    const stack = await TestStack.run(site);
    expect(() => assertFitsOn(stack, "big")).to.throw(TypeError, '"big" is not a host');
  });
});
