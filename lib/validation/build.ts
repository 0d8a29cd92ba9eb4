import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { BuildArgs } from "../components/build-args";
import type { ImageSource } from "../spec/service-spec";
import type { Checks } from "./checks";

/** Reads `build` and `image`, of which exactly one is given, and looks whether what is to be built is there. */
export function checkImage(checks: Checks, { build, image }: { build?: BuildArgs; image?: string }): ImageSource {
  if (build !== undefined && image !== undefined)
    checks.add("image", "can't be given together with build", "leave one of them out");
  if (build === undefined && !image) {
    checks.add("build", "is missing, and so is image", 'write build: { context: "./folder" }, or image: "name:tag"');
  }
  if (image) checkReference(checks, image);
  if (build === undefined) return { reference: image ?? "" };
  const dockerfile = build.dockerfile ?? "Dockerfile";
  checkFolder(checks, build.context, dockerfile);
  for (const [id, path] of Object.entries(build.secretFiles ?? {})) {
    if (!isFile(path))
      checks.add(`build.secretFiles.${id}`, `there is no file ${path}`, "write the path of a file on this machine");
  }
  return { build: { ...build, dockerfile } };
}

/** Registry with port, path in small letters, tag, digest: what Docker's own grammar takes. */
const reference =
  /^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

function checkReference(checks: Checks, image: string): void {
  if (reference.test(image)) return;
  checks.add(
    "image",
    `"${image}" is not the name of an image`,
    'write one such as "node:24.21.0-slim" or "registry.example/team/api:1.2"',
  );
}

function checkFolder(checks: Checks, context: string, dockerfile: string): void {
  if (!isFolder(context)) {
    checks.add(
      "build.context",
      `there is no folder "${context}" (${resolve(context)})`,
      "write the application's folder, relative to the stack program",
    );
  } else if (!isFile(join(context, dockerfile))) {
    checks.add(
      "build.dockerfile",
      `there is no "${dockerfile}" in "${context}"`,
      "add one, or name its path inside the folder",
    );
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
