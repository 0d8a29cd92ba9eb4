import type {
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import * as proxy from "@pulumi/policy/proxy";
import { expect } from "chai";
import { containerPolicies, type ContainerPolicyOptions } from "../../lib/policy";
import { sound } from "../container-rules/containers";

/** Not among the package's types: what its server wraps around each resource. */
const { unknownCheckingProxy } = proxy as unknown as { unknownCheckingProxy: (props: object) => object };

/** How the policy server gives what a preview does not know, as texts. */
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

interface Given {
  name?: string;
  type?: string;
  props?: object;
  config?: object;
}

/** A resource as the policy server shows it: reading what is unknown throws. */
const resource = ({ name = "web", type = "docker:index/container:Container", props = {}, config = {} }: Given) =>
  ({
    name,
    type,
    urn: `urn:${name}`,
    props: unknownCheckingProxy({ ...sound, ...props }),
    getConfig: () => config,
  }) as unknown as ResourceValidationArgs;

/** What all resource policies say of it. */
function said(given: Given, options?: ContainerPolicyOptions): string[] {
  const lines: string[] = [];
  for (const policy of containerPolicies(options) as ResourceValidationPolicy[]) {
    const { name, validateResource } = policy;
    if (typeof validateResource !== "function") continue;
    const report: ReportViolation = (violation) => lines.push(`${name} ${violation}`);
    void validateResource(resource(given), report);
  }
  return lines;
}

/** What the stack's policy says of all of them, and of whom. */
function saidTogether(...given: Given[]): [string, string | undefined][] {
  const lines: [string, string | undefined][] = [];
  const [policy] = containerPolicies().filter(({ name }) => name === "containers-agree") as StackValidationPolicy[];
  const args = { resources: given.map(resource) } as never;
  void policy?.validateStack(args, (violation, urn) => lines.push([violation, urn]));
  return lines;
}

describe("containerPolicies", () => {
  it("have a name in kebab-case, a sentence and a level, and no two share a name", () => {
    const policies = containerPolicies();
    expect(policies).to.have.lengthOf.above(15);
    for (const { name, description, enforcementLevel } of policies) {
      expect(name).to.match(/^[a-z]+(-[a-z]+)+$/);
      expect(description).to.match(/^[A-Z].*\.$/);
      expect(enforcementLevel).to.equal("mandatory");
    }
    expect(new Set(policies.map(({ name }) => name)).size).to.equal(policies.length);
  });

  it("say nothing of a sound container, nor of what is no container", () => {
    expect(said({})).to.deep.equal([]);
    expect(said({ type: "docker:index/volume:Volume", props: { memory: undefined } })).to.deep.equal([]);
  });

  it("name path, fault and remedy", () => {
    expect(said({ props: { memory: undefined } })).to.deep.equal([
      "memory-limit memory: not limited: one leak takes the memory of the whole host; write memory: 512, in MiB, or what it needs at its peak",
    ]);
  });

  it("are silent about what a preview does not know, and go on with the rest", () => {
    const props = {
      user: unknownText,
      envs: ["A=1", unknownText, "TOKEN=tr0ub4dor"],
      volumes: [{ hostPath: unknownText }],
    };
    expect(said({ props })).to.have.lengthOf(1);
    expect(said({ props })[0]).to.contain("no-shown-secrets envs[2]: TOKEN is a secret by its name");
  });

  it("let a name stand in plain text when told to", () => {
    expect(said({ props: { envs: ["TOKEN=tr0ub4dor"] } }, { plainNames: ["TOKEN"] })).to.deep.equal([]);
  });

  it("take allowed ports from the program and from the pack's configuration", () => {
    const ports = [{ external: 80 }, { external: 443 }, { external: 5432, ip: "127.0.0.1" }];
    expect(said({ props: { ports } })).to.have.lengthOf(2);
    expect(said({ props: { ports } }, { allowedPorts: [80] })).to.have.lengthOf(1);
    expect(said({ props: { ports }, config: { allowed: [443] } }, { allowedPorts: [80] })).to.deep.equal([]);
  });

  it("take a level for all and for one", () => {
    const levels = containerPolicies({ enforcementLevel: "advisory", levels: { "no-swap": "disabled" } });
    expect(levels.find(({ name }) => name === "no-swap")?.enforcementLevel).to.equal("disabled");
    expect(levels.find(({ name }) => name === "cpu-limit")?.enforcementLevel).to.equal("advisory");
  });

  it("refuse a level for a policy that isn't there", () => {
    expect(() => containerPolicies({ levels: { "memory-limits": "advisory" } })).to.throw(
      TypeError,
      'levels: there is no policy "memory-limits"; write "memory-limit"',
    );
  });

  it("hold containers against each other, and say whom it concerns", () => {
    const ports = [{ external: 80 }];
    const one = { name: "one", props: { name: "one", ports } };
    expect(saidTogether(one, { name: "two", props: { name: "two" } })).to.deep.equal([]);
    expect(saidTogether(one, { name: "two", props: { name: "two", ports } })).to.deep.equal([
      [
        "ports[0]: port 80 of the host is published by one already; publish each container on a port of its own",
        "urn:two",
      ],
    ]);
  });

  it("know a network by its name and its id", () => {
    const type = "docker:index/network:Network";
    const on = (network: string, aliases: string[] = []) => ({ networksAdvanced: [{ name: network, aliases }] });
    const api = { name: "api", props: { name: "api", envs: ["DB_HOST=db"], ...on("shop") } };
    const db = { name: "db", props: { name: "shop-db", ...on("f00", ["db"]) } };
    expect(saidTogether(api, db)).to.have.lengthOf(1);
    expect(saidTogether(api, db, { name: "net", type, props: { name: "shop", id: "f00" } })).to.deep.equal([]);
  });
});
