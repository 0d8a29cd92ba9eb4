/**
 * The images a component takes unless told otherwise: official names, pinned tags. A moving tag would make two hosts
 * run different programs from one stack program, and the provider never pulls a tag twice.
 */
export const pinnedImages = {
  /** Debian suite named: a change of C library under a moving tag breaks the order of text indexes (docker-library/postgres #1356). */
  postgres: "postgres:18.6-trixie",
  /** Above 1.30.4, the floor for configurations with map and rewrite (CVE-2026-42533 and kin); alpine has the wget its health check uses. */
  nginx: "nginx:1.30.6-alpine",
  /** 24 is long-term support until 2028-04-30 (nodejs/Release schedule.json). */
  node: "node:24.21.0-slim",
  /** The series before the newest: all wheels are there; supported until 2029-10-31. Debian named, as with PostgreSQL. */
  python: "python:3.13.14-slim-trixie",
  /** The one series that is supported; from 3.1.1 on refused deletions are refused, and a mirror's credentials stay with its upstream (CVE-2026-41888, CVE-2026-33540). */
  registry: "registry:3.1.2",
  /** n8n has no way back from a newer schema, so never `latest`. */
  n8n: "n8nio/n8n:2.41.1",
} as const;

/** Node's images by major, for folders that ask for another than the usual one; all that are supported and even. */
export const nodeBases = {
  22: "node:22.23.3-slim",
  24: pinnedImages.node,
  26: "node:26.10.0-slim",
} as const;

/** The same on Alpine, for `base: ImageBase.alpine`. */
export const alpineNodeBases = {
  22: "node:22.23.3-alpine3.24",
  24: "node:24.21.0-alpine3.24",
  26: "node:26.10.0-alpine3.24",
} as const;

/** Distroless has no tags below the major: who wants one image for ever pins it by digest with `baseImage`. */
export const distrolessNodeBases = {
  22: "gcr.io/distroless/nodejs22-debian13:nonroot",
  24: "gcr.io/distroless/nodejs24-debian13:nonroot",
  26: "gcr.io/distroless/nodejs26-debian13:nonroot",
} as const;

/** The bundler, for services that ask for one: MIT, one file for each system, a tenth of a second for 300 modules. */
export const bundler = "esbuild@0.28.2";

export type NodeBaseMajor = keyof typeof nodeBases;

/** The tag of an image reference, without registry, name and digest. */
export function imageTag(reference: string): string | undefined {
  const name = reference.split("@")[0] ?? "";
  const tag = name.slice(name.lastIndexOf("/") + 1).split(":")[1];
  return tag || undefined;
}

/** The version that the tag of one of the official images of that name begins with; another image's tag says nothing about what is in it. */
export function imageVersion(name: string, reference: string): string | undefined {
  return reference.startsWith(`${name}:`) ? /^\d+(\.\d+)*/.exec(imageTag(reference) ?? "")?.[0] : undefined;
}

/** The major version a tag begins with, such as 18 of `postgres:18.6-trixie`. */
export function imageMajor(reference: string): number | undefined {
  const major = /^v?(\d+)/.exec(imageTag(reference) ?? "")?.[1];
  return major === undefined ? undefined : Number(major);
}
