// The audit's rules, from their own words, and what it says of an image: without an engine, since pages are made anywhere.

import { require as load } from "tsx/cjs/api";
import { join } from "node:path";
import { root } from "../setup/places.mjs";
import { code, table } from "./table.mjs";

const library = (...path) => load(join(root, "lib", ...path), import.meta.url);

/** `secrets`, `rights`, `life`, `weight` or `container`. */
export function auditRulesTable(group) {
  const rules = library("audit", "rules", "index.ts").auditRules[group];
  return table(
    ["rule", "severity", group === "container" ? "each container" : "the image"],
    rules.map(({ name, severity, says }) => [code(name), severity, says.replace(/^\(its container\) /, "")]),
  );
}

const file = (path, more = {}) => ({ path, kind: "file", size: 0, mode: 0o644, uid: 0, gid: 0, mtime: 0, ...more });
const program = { size: 1e6, mode: 0o755 };

/** What a Dockerfile as many write it leads to: FROM, COPY . ., RUN npm install, RUN rm .npmrc, CMD npm start. */
const shop = {
  reference: "shop:1.4.2",
  id: "sha256:1",
  tags: ["shop:1.4.2"],
  size: 318e6,
  base: { name: "node:20.20.0-slim", layers: 1 },
  config: {
    user: "",
    env: ["NODE_VERSION=20.20.0"],
    labels: {},
    entrypoint: [],
    command: ["/bin/sh", "-c", "npm start"],
    workingDir: "/app",
    healthCheck: false,
  },
  history: [],
  layers: [
    {
      createdBy: "ADD rootfs.tar.xz / # buildkit",
      entries: [
        file("bin/sh", program),
        file("usr/bin/su", { ...program, mode: 0o4755 }),
        file("usr/local/bin/npm", program),
      ],
    },
    {
      createdBy: "COPY . . # buildkit",
      entries: [
        file("app/.env", { size: 40, text: "DB_PASSWORD=secret\n" }),
        file("app/.npmrc", { size: 60, text: "//registry.example/:_authToken=secret\n" }),
        file("app/.git/objects/pack/pack-1.pack", { size: 2.9e6 }),
        file("app/package.json", { size: 300, text: JSON.stringify({ devDependencies: { nodemon: "^3" } }) }),
      ],
    },
    { createdBy: "RUN /bin/sh -c npm install # buildkit", entries: [file("app/node_modules/nodemon/package.json")] },
    { createdBy: "RUN /bin/sh -c rm .npmrc # buildkit", entries: [file("app/.npmrc", { kind: "whiteout" })] },
  ].map((layer, at) => ({ number: at + 1, created: 0, ...layer })),
};

/** The page is the same on every day. */
const day = new Date("2026-11-21");

/** What `plimsoll audit shop:1.4.2` prints, in this width. */
export function auditExample(width) {
  const audit = library("audit", "index.ts").auditOf(shop, { today: day });
  const text = library("report", "audit-table.ts").auditTable(audit, Number(width));
  return ["```console", "$ npx plimsoll audit shop:1.4.2", text, "```"].join("\n");
}
