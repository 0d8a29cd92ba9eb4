import { CachingNginx, ServiceNetwork, StaticSite } from "plimsoll";

const network = new ServiceNetwork("shop");
// #region shown
// Behind an edge, beside other services: it publishes nothing itself.
const site = new StaticSite("site", { network, build: { context: "./frontend" } });
new CachingNginx("edge", { network, routes: [site.route("/")], publish: 8080 });
// #endregion
