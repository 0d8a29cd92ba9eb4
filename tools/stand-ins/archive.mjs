// An image is a list of layers and a configuration. This writes one in the form of `docker save`, for /images/load.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { cache } from "../setup/places.mjs";

/** A fixed date: an image made again from the same layers is the same image. */
const created = "2026-01-01T00:00:00Z";

async function sha256(file) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

/** Loads an image made of `layers` ([{ file, what }], lowest first) with the OCI `config` onto `engine`, named `name`. */
export async function loadImage(engine, name, layers, config) {
  const folder = mkdtempSync(join(cache, "images", ".archive-"));
  try {
    const digests = await Promise.all(layers.map(({ file }) => sha256(file)));
    const image = JSON.stringify({
      architecture: "amd64",
      os: "linux",
      created,
      config,
      rootfs: { type: "layers", diff_ids: digests.map((digest) => `sha256:${digest}`) },
      history: layers.map(({ what }) => ({ created, created_by: what })),
    });
    const imageFile = `${createHash("sha256").update(image).digest("hex")}.json`;
    const paths = digests.map((digest) => `${digest}.tar`);
    writeFileSync(join(folder, imageFile), image);
    writeFileSync(
      join(folder, "manifest.json"),
      JSON.stringify([{ Config: imageFile, RepoTags: [name], Layers: paths }]),
    );
    layers.forEach(({ file }, index) => symlinkSync(file, join(folder, paths[index])));
    const names = ["manifest.json", imageFile, ...new Set(paths)];
    const tar = spawn("tar", ["--create", "--dereference", "--directory", folder, ...names], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await engine.load(tar.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
