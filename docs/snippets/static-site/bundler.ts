import { StaticSite } from "plimsoll";

// #region shown
// Another bundler: where it puts files whose names carry a hash, and a 404 for unknown paths.
new StaticSite("docs", { build: { context: "./frontend" }, hashedPath: "/_astro/", singlePage: false });
// #endregion
