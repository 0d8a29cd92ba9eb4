import * as pulumi from "@pulumi/pulumi";
import { Mode, OptimizedNodeService } from "plimsoll";

// #region shown
// `pulumi config set development true` in a developer's own stack; the others stay as they are.
const mode = new pulumi.Config().getBoolean("development") ? Mode.development : Mode.production;
new OptimizedNodeService("api", { mode, build: { context: "./backend" }, port: 3001 });
// #endregion
