import { CachingNginx } from "plimsoll";
import { shop } from "./setup";

const { network, api } = shop();
// #region shown
// A route is plain data: larger uploads, more patience, WebSockets, and nothing kept for this path.
const uploads = { ...api.route("/uploads/"), maxBodyMiB: 50, readTimeoutSeconds: 300, webSocket: true, cache: false };
new CachingNginx("edge", { network, routes: [api.route("/"), uploads], publish: 8080 });
// #endregion
