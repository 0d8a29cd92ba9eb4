import { hardening } from "../../container-rules";
import type { ContainerRule } from "../../container-rules/view";
import type { Severity } from "../finding";
import type { AuditRule } from "./rule";

/** Who has these is on the host already. */
const open = new Set(["not-privileged", "no-host-namespaces", "no-host-folders"]);

/** A rule over what a program asks for, held against what the engine made of it. */
const overContainer = (rule: ContainerRule): AuditRule => {
  const { name, says } = rule;
  const severity: Severity = open.has(name) ? "high" : "medium";
  return {
    name,
    says: `(its container) ${says}`,
    severity,
    source: "lib/container-rules",
    check: ({ container }) =>
      container === undefined
        ? []
        : rule.check({ name: container.name, inputs: container.inputs, secrets: [] }).map(({ problem, remedy }) => ({
            problem,
            remedy,
          })),
  };
};

/** Of the rules for containers, those that harden; the user is looked at with the image, which names it. */
export const containerRules: readonly AuditRule[] = hardening
  .filter(({ name }) => name !== "numeric-user")
  .map(overContainer);
