import { OptimizedNodeService } from "plimsoll";

const api = new OptimizedNodeService("api", { build: { context: "./backend" }, port: 3001, publish: 3001 });
export const address = api.address; // "api:3001", for services on its network
