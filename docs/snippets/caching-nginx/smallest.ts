import { CachingNginx, OptimizedNodeService, ServiceNetwork, StaticSite } from "plimsoll";

const network = new ServiceNetwork("shop");
const api = new OptimizedNodeService("api", { network, build: { context: "./backend" }, port: 3001 });
const site = new StaticSite("site", { network, build: { context: "./frontend" } });
const edge = new CachingNginx("edge", { network, routes: [api.route("/api/"), site.route("/")], publish: 8080 });
export const url = edge.url; // http://localhost:8080
