import { RegistryCache } from "plimsoll";

// #region shown
// A mirror of Docker Hub: what it lacks it fetches, and keeps for a month after the last time.
const hub = new RegistryCache("hub", { publish: 5001, upstream: "https://registry-1.docker.io", keep: "720h" });
// #endregion
export const address = hub.address;
