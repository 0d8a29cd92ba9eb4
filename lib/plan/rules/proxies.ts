import { named, type Rule } from "./rule";

/** With too few, links carry the container's address and every client has the edge's; with too many, clients can pose as others. */
export const proxies: Rule = {
  name: "proxies",
  says: "a service behind the edge believes what the edge says about clients",
  check: ({ routes = [] }, stack) =>
    routes.flatMap(({ service }, index) => {
      const trusted = named(stack, service)?.trustedProxies;
      if (trusted === undefined || trusted >= 1) return [];
      return [
        {
          path: `routes[${index}]`,
          problem: `"${service}" stands behind this edge and trusts no proxy: its links and webhooks would carry an address that no browser knows`,
          remedy: `give "${service}" its publicUrl`,
        },
      ];
    }),
};
