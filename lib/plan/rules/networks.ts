import type { Rule } from "./rule";

/** Names are resolved within one network only: a service elsewhere is never found, and the deployment looks fine. */
export const networks: Rule = {
  name: "networks",
  says: "a service is on the network of what it calls",
  check: ({ network, calls }) =>
    calls
      .filter((call) => call.network !== undefined && call.network !== network)
      .map(({ path, service }) => ({
        path,
        problem: `"${service}" is on another network, where this service can't reach it`,
        remedy: "give both the same network",
      })),
};
