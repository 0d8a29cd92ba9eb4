// node:http and not fetch(): a probe runs inside the container's own memory limit, and fetch() needs twice as much of it.
import { get } from "node:http";

const port = process.env.PORT || 3001;
const probe = get({ host: "127.0.0.1", port, path: "/health", timeout: 2_500 }, ({ statusCode }) =>
  process.exit(statusCode === 200 ? 0 : 1),
);
probe.on("timeout", () => process.exit(1));
probe.on("error", () => process.exit(1));
