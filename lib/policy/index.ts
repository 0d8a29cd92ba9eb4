import type { EnforcementLevel, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import {
  betweenContainers,
  containerRules,
  containerType,
  networkType,
  publishedBeyondHost,
  secretsInEnvironment,
  type ContainerView,
} from "../container-rules";
import { describeFault, type Fault } from "../validation/fault";
import { nearestName } from "../validation/nearest";
import { namesOf, viewOf } from "./view";

/** What a pack of these policies may be told. */
export interface ContainerPolicyOptions {
  /**
   * What a fault does: `"mandatory"` ends the preview, `"advisory"` is only told.
   * @default "mandatory": a rule that nothing depends on is soon overlooked
   */
  enforcementLevel?: EnforcementLevel;
  /**
   * Another level for single policies: `{ "read-only-root": "advisory", "cpu-limit": "disabled" }`.
   * @default {} the one level for all
   */
  levels?: Readonly<Record<string, EnforcementLevel>>;
  /**
   * Ports that may be reached from other machines: `8080` on any address, `"192.0.2.1:8080"` on that one. Ports on
   * 127.0.0.1 always may. The configuration of the policy `published-ports` can say it too: `{ "allowed": [8080] }`.
   * @default [] none: what is open to the world should stand where somebody reads it
   */
  allowedPorts?: readonly (number | string)[];
  /**
   * Names of variables and labels that may look like a secret and stand in plain text.
   * @default [] none
   */
  plainNames?: readonly string[];
}

/**
 * The rules for containers as policies, for any `docker.Container`:
 * `new PolicyPack("production", { policies: containerPolicies() })`.
 */
export function containerPolicies(
  options: ContainerPolicyOptions = {},
): (ResourceValidationPolicy | StackValidationPolicy)[] {
  const { enforcementLevel = "mandatory", levels = {}, allowedPorts = [], plainNames = [] } = options;
  const policies = [
    ...containerRules.map((rule) =>
      onContainers(rule.name, `Each container ${rule.says}.`, (container) => rule.check(container)),
    ),
    onContainers("no-shown-secrets", "No secret stands where docker inspect shows it.", (container) =>
      secretsInEnvironment(container, { except: plainNames }),
    ),
    portsPolicy(allowedPorts),
    agreement,
  ];
  refuseUnknown(Object.keys(levels), policies);
  return policies.map((policy) => ({ ...policy, enforcementLevel: levels[policy.name] ?? enforcementLevel }));
}

type Check = (container: ContainerView, config: { allowed?: (number | string)[] }) => Fault[];

const onContainers = (name: string, description: string, check: Check): ResourceValidationPolicy => ({
  name,
  description,
  validateResource: (resource, report) => {
    if (resource.type !== containerType) return;
    for (const fault of check(viewOf(resource), resource.getConfig())) report(describeFault(fault));
  },
});

const portsPolicy = (always: readonly (number | string)[]): ResourceValidationPolicy => ({
  ...onContainers(
    "published-ports",
    "Only allowed ports can be reached from other machines.",
    (container, { allowed = [] }) => publishedBeyondHost(container, [...always, ...allowed]),
  ),
  configSchema: {
    properties: {
      allowed: {
        type: "array",
        items: { type: ["integer", "string"] },
        description: 'Ports as 8080, or with their address as "192.0.2.1:8080".',
      },
    },
  },
});

/** Looks at all containers together, so it runs at the end: in the preview, when all that can be known is. */
const agreement: StackValidationPolicy = {
  name: "containers-agree",
  description: "Names and ports of the host are used once, and containers that call each other share a network.",
  validateStack: ({ resources }, report) => {
    // Resources come as they were registered, and that is another order each time.
    const containers = resources
      .filter(({ type }) => type === containerType)
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
    const networks = resources.filter(({ type }) => type === networkType).map(namesOf);
    for (const fault of betweenContainers(containers.map(viewOf), networks))
      report(describeFault(fault), containers.find(({ name }) => name === fault.container)?.urn);
  },
};

function refuseUnknown(asked: readonly string[], policies: readonly { name: string }[]): void {
  const names = policies.map(({ name }) => name);
  const strange = asked.find((name) => !names.includes(name));
  if (strange === undefined) return;
  const near = nearestName(strange, names);
  const remedy = near === undefined ? `there are ${names.join(", ")}` : `write "${near}"`;
  throw new TypeError(`levels: there is no policy "${strange}"; ${remedy}`);
}
