import { StaticSite } from "plimsoll";

// #region shown
// An image by way of the mirror: its name begins with the mirror, which stands in a stack that is deployed before this one.
new StaticSite("site", { image: "127.0.0.1:5001/shop/site:1.4.2", publish: 8080 });
// #endregion
