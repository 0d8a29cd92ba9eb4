import { ServiceNetwork } from "plimsoll";

// #region shown
// Behind a tunnel: packets larger than the tunnel's would hang without an error.
new ServiceNetwork("shop", { mtu: 1420 });
// #endregion
