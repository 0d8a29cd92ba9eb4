import { StaticSite } from "plimsoll";

// #region shown
// An image that a pipeline has built already: any nginx with the site's files in it.
new StaticSite("site", { image: "shop/site:2026-11-20", root: "/srv/site" });
// #endregion
