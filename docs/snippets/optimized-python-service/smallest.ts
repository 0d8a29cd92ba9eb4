import { OptimizedPythonService } from "plimsoll";

const api = new OptimizedPythonService("api", { build: { context: "./backend" }, port: 8000, publish: 8000 });
export const address = api.address; // "api:8000", for services on its network
