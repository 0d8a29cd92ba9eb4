import { CachingNginx, Mode, OptimizedNodeService, ServiceNetwork, StaticSite } from "plimsoll";

const mode = Mode.development;
const network = new ServiceNetwork("shop");
const api = new OptimizedNodeService("api", { network, mode, build: { context: "./backend" }, port: 3001 });
const site = new StaticSite("site", { network, mode, build: { context: "./frontend" } });
new CachingNginx("edge", { network, routes: [api.route("/api/"), site.route("/")], publish: 8080 });
