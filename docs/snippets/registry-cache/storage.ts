import { RegistryCache } from "plimsoll";

// #region shown
// More transfers at once, and room that the plan of the host counts.
const cache = new RegistryCache("cache", { publish: 5000, memory: "256MiB", cpus: 2, storage: "20GiB" });
// #endregion
export const address = cache.address;
