import { CachingNginx } from "plimsoll";
import { shop } from "./setup";

const { network, api } = shop();
// #region shown
// More answers kept. The cache is in memory and counts against the limit.
new CachingNginx("edge", { network, routes: [api.route("/")], publish: 8080, memory: "512MiB", cacheSize: "256MiB" });
// #endregion
