import { OptimizedNodeService, RegistryCache } from "plimsoll";

const cache = new RegistryCache("cache", { publish: 5000 });
const api = new OptimizedNodeService("api", { build: { context: "./backend", cache }, port: 3001, publish: 3001 });
export const address = api.address; // "api:3001", for services on its network
