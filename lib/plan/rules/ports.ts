import { earlier, type Rule } from "./rule";

export const ports: Rule = {
  name: "ports",
  says: "each published port of the host leads to one service",
  check: (service, stack) =>
    service.ports.flatMap(({ host }) => {
      const holder = earlier(stack).find((other) => other.ports.some((port) => port.host === host));
      if (holder === undefined) return [];
      return [
        {
          path: "publish",
          problem: `port ${host} is published by "${holder.name}" already`,
          remedy: "publish each service on a port of its own",
        },
      ];
    }),
};
