import { StaticSite } from "plimsoll";

const site = new StaticSite("site", { build: { context: "./frontend" }, publish: 8080 });
export const address = site.address; // "site:3000", for services on its network
