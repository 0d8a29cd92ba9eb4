// The applications whose images are compared.

import { join } from "node:path";
import { root } from "../../tools/setup/places.mjs";

/**
 * `edit` is the file in which somebody changes a line; `run` says how it is asked, and is missing for what is not started here.
 * `variants` are those that there are, where it is not all.
 */
export const subjects = {
  backend: {
    title: "PilotProOS' backend",
    folder: join(root, "examples", "pilotpros", "backend"),
    kind: "service",
    edit: "src/server.js",
    run: { port: 3001, path: "/health/live", environment: { PORT: "3001", PGPASSWORD: "none" } },
  },
  "express-service": {
    title: "a service of Express and ten more",
    folder: join(root, "bench", "images", "express-service"),
    kind: "service",
    edit: "server.js",
    run: { port: 3000, path: "/health", environment: { PORT: "3000" } },
  },
  frontend: {
    title: "PilotProOS' frontend",
    folder: join(root, "examples", "pilotpros", "frontend"),
    kind: "site",
    edit: "src/main.js",
    variants: ["naive", "by hand", "@flydotio/dockerfile", "plimsoll"],
  },
  python: {
    title: "a service of FastAPI",
    folder: join(root, "test", "images", "corpus", "python-fastapi"),
    kind: "python",
    edit: "app/main.py",
    variants: ["naive", "by hand", "plimsoll", "plimsoll, smallest"],
    run: { port: 8000, path: "/health", environment: {} },
  },
};
