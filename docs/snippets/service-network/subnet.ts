import { ServiceNetwork } from "plimsoll";

// #region shown
// A range of your own, where routes or firewalls of the host name it. A range that is in use is refused in the preview.
new ServiceNetwork("shop", { subnet: "172.30.0.0/24" });
// #endregion
