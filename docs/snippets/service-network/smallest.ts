import { OptimizedNodeService, ServiceNetwork } from "plimsoll";

const network = new ServiceNetwork("shop");
const catalogue = new OptimizedNodeService("catalogue", { network, build: { context: "./backend" }, port: 3001 });
export const networkName = network.networkName;
export const address = catalogue.address; // "catalogue:3001", for its neighbours
