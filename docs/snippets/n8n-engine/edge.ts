import { CachingNginx, N8nEngine } from "plimsoll";
import { flows } from "./setup";

const { network, database, encryptionKey } = flows();
// #region shown
// Behind an edge: links, callbacks and the editor carry the address that browsers see.
const publicUrl = "http://localhost:8080/n8n/";
const automation = new N8nEngine("automation", { network, database, encryptionKey, publicUrl });
new CachingNginx("edge", { network, routes: [automation.route("/n8n/")], publish: 8080 });
// #endregion
