// Folders that no image is made of, and what is answered: found out, not copied.

import { require as load } from "tsx/cjs/api";
import { join } from "node:path";
import { Advice } from "../console.mjs";
import { root } from "../setup/places.mjs";
import { code, table } from "./table.mjs";

const lib = (file) => load(join(root, "lib", `${file}.ts`), import.meta.url);
const { detectApplication } = lib("images/application/detect");
const { detectPython } = lib("images/application/python/detect");

const server = { "server.js": "" };
const manifest = (fields, files = server) => ({ "package.json": JSON.stringify(fields), ...files });
const starting = (fields) => manifest({ main: "server.js", ...fields });

const folders = {
  service: [
    ["no package.json", { "main.go": "" }],
    ["no start", manifest({}, {})],
    ['"start": "node dist/main.js", and no build', manifest({ scripts: { start: "node dist/main.js" } })],
    ['"start": "ts-node main.ts", and no build', manifest({ scripts: { start: "ts-node main.ts" } })],
    ["bun.lockb", { ...starting({}), "bun.lockb": "" }],
    ["yarn.lock with conflicting edits", { ...starting({}), "yarn.lock": "<<<<<<< HEAD\n" }],
    ["package-lock.json and yarn.lock", { ...starting({}), "package-lock.json": "{}", "yarn.lock": "" }],
    [
      'package-lock.json and "packageManager": "yarn@4.1.0"',
      { ...starting({ packageManager: "yarn@4.1.0" }), "package-lock.json": "{}" },
    ],
    ['"engines": { "node": "18.x" }', starting({ engines: { node: "18.x" } })],
    [
      '"workspaces", and no package is named',
      {
        ...starting({ workspaces: ["packages/*"] }),
        "packages/api/package.json": "{}",
        "packages/web/package.json": "{}",
      },
    ],
  ],
  python: [
    ["no start", { "requirements.txt": "", "tools.py": "" }],
    [
      "FastAPI without a server",
      { "requirements.txt": "fastapi==0.165.0", "main.py": "from fastapi import FastAPI\napp = FastAPI()" },
    ],
    ['requires-python = "==3.9.*"', { "pyproject.toml": '[project]\nrequires-python = "==3.9.*"', "main.py": "" }],
    ["Pipfile", { Pipfile: "", "main.py": "" }],
    [
      "a poetry.lock of Poetry 1",
      {
        "pyproject.toml": '[tool.poetry.dependencies]\nflask = "^3"',
        "poetry.lock": '[metadata]\nlock-version = "2.0"',
        "main.py": "",
      },
    ],
    ["psycopg2 in requirements.txt", { "requirements.txt": "psycopg2==2.9.11", "main.py": "" }],
    ["-e ./lib in requirements.txt", { "requirements.txt": "-e ./lib", "main.py": "" }],
    [
      "a Procfile with more than one program",
      { Procfile: "web: python migrate.py && gunicorn app:app", "requirements.txt": "gunicorn==27.0.1" },
    ],
  ],
  site: [
    ["no builder of pages", starting({})],
    ["no script build", manifest({ devDependencies: { vite: "^8.0.0" } })],
    [
      "a program that renders each page",
      manifest({ scripts: { build: "astro build" }, dependencies: { astro: "^5.0.0", "@astrojs/node": "^9.0.0" } }),
    ],
  ],
};

/** `service`, `python` or `site`: what is in the folder, and the answer. */
export function detectionsTable(kind) {
  const rows = folders[kind].map(([title, files]) => {
    const facts = { files: Object.keys(files), texts: files, environmentFiles: [], privateKeys: [], sizes: {} };
    const folder = { folder: "./app", ...facts };
    const { faults } = kind === "python" ? detectPython(folder) : detectApplication(folder, kind);
    if (faults.length === 0)
      throw new Advice(`"${title}" is not refused`, "take the row out of tools/docs/detections.mjs");
    return [title, faults.map(({ problem, remedy }) => `${problem}; ${remedy}`).join("<br>")].map((cell, at) =>
      at === 0 && cell.includes('"') ? code(cell) : cell,
    );
  });
  return table(["in the folder", `build.context of a ${kind === "python" ? "service in Python" : kind}`], rows);
}
