import { OptimizedNodeService, ServiceNetwork } from "plimsoll";

/** What the snippets of the edge's page stand on: a network and a service. */
export function shop() {
  const network = new ServiceNetwork("shop");
  return { network, api: new OptimizedNodeService("api", { network, build: { context: "./backend" }, port: 3001 }) };
}
