import { CachingNginx } from "plimsoll";
import { shop } from "./setup";

const { network, api } = shop();
// #region shown
// Open to other machines. Plain HTTP: put what speaks TLS in front.
new CachingNginx("edge", { network, routes: [api.route("/")], publish: 80, publishAddress: "0.0.0.0" });
// #endregion
