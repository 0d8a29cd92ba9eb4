import { formatMemory } from "../../units/memory";
import { named, type Rule } from "./rule";

/** The edge refuses a body with 413 that the service was told to take. */
export const bodies: Rule = {
  name: "bodies",
  says: "the edge lets through every body that a service takes",
  check: ({ routes = [] }, stack) =>
    routes.flatMap(({ path, service, maxBodyMiB }, index) => {
      const taken = named(stack, service)?.maxBodyMiB;
      if (taken === undefined || maxBodyMiB >= taken) return [];
      return [
        {
          path: `routes[${index}]`,
          problem: `the edge refuses bodies above ${formatMemory(maxBodyMiB)} on ${path}, "${service}" takes ${formatMemory(taken)}`,
          remedy: `set maxBodyMiB of the route to ${taken}, or lower what the service takes`,
        },
      ];
    }),
};
