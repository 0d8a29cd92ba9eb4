import { ServiceNetwork } from "plimsoll";

// #region shown
// Cut off from the internet: for a database that nobody outside may reach, and that may reach nobody.
new ServiceNetwork("vault", { internal: true });
// #endregion
