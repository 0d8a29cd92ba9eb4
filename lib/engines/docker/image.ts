import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contextHash, entriesHash } from "../../images/context-hash";
import { imageTag } from "../../images/pinned";
import { contextEntries, stageContext, stagedFolder } from "../../images/staged-context";
import type { BuildSource, ContainerSpec } from "../../spec/service-spec";
import { buildHooks } from "./hooks";
import { inlineCache, installHash, installStage, keepLayers, keptNames, type KeptNames } from "./layer-cache";
import { engineName } from "./names";

/** An image on the engine. */
export interface RenderedImage {
  resource: docker.RemoteImage;
  /** What containers are started from. Trap stale-tag: with the name instead, a rebuilt image is not taken. */
  id: pulumi.Output<string>;
  /** Version for labels: the tag, or the hash of what was built. */
  version: string;
}

export function renderImage(parent: pulumi.Resource, spec: Pick<ContainerSpec, "name" | "image">): RenderedImage {
  if ("build" in spec.image) return renderBuild(parent, spec.name, spec.image.build);
  const { reference } = spec.image;
  // Trap shared-image: deleting it with the stack would take it from whoever else uses it.
  const resource = new docker.RemoteImage(`${spec.name}-image`, { name: reference, keepLocally: true }, { parent });
  return { resource, id: resource.imageId, version: imageTag(reference) ?? reference };
}

/**
 * Trap unseen-edit: the provider notices an edit only by `triggers`. The hash is in the tag as well, so that the image of
 * the release before is removed when its last container is gone, and not by its name.
 * Trap same-tag: any other target, argument or path replaces the image too; under the tag of before, its removal would hit
 * the new one and fail. So the hash covers them.
 */
function renderBuild(parent: pulumi.Resource, name: string, build: BuildSource): RenderedImage {
  const context = contextOf(engineName(name), build);
  const hash = buildHash(build, context).slice(0, 12);
  const kept = build.cache && keptNames(build.cache.host, engineName(name));
  const installed = kept === undefined ? [] : renderInstalled(parent, name, build, context, kept);
  const what = { logicalName: `${name}-image`, name, hash, kept, as: kept?.image, after: installed };
  const resource = builtImage(parent, build, context, what);
  return { resource, id: resource.imageId, version: hash };
}

/**
 * The stage that installs is in no layer of the image, so its own are kept beside it: else an edit of the source would install all
 * anew on an engine that never did. Built first, it is there when the image is built.
 */
function renderInstalled(
  parent: pulumi.Resource,
  name: string,
  build: BuildSource,
  context: Context,
  kept: KeptNames,
): docker.RemoteImage[] {
  if (context.installed === undefined) return [];
  const stage = { ...build, target: installStage };
  const hash = buildHash(stage, { ...context, hash: context.installed }).slice(0, 12);
  const logicalName = `${name}-${installStage}`;
  const what = { logicalName, name: logicalName, hash, kept, as: kept.installed, after: [] };
  return [builtImage(parent, stage, context, what)];
}

/** What an image that is built is called. */
interface Built {
  /** By Pulumi. */
  logicalName: string;
  /** In texts, and on the engine. */
  name: string;
  /** Its tag. */
  hash: string;
  /** Where layers are looked for. */
  kept: KeptNames | undefined;
  /** Which of these its own become. */
  as: string | undefined;
  after: pulumi.Resource[];
}

function builtImage(
  parent: pulumi.Resource,
  build: BuildSource,
  { folder, prepare }: Context,
  { logicalName, name, hash, kept, as, after }: Built,
): docker.RemoteImage {
  const buildLogFile = buildLog(engineName(name));
  const image = `${engineName(name)}:${hash}`;
  const hooks = buildHooks(name, { logFile: buildLogFile, prepare });
  const keeping = as === undefined ? [] : keepLayers(`${name}-image-keep`, image, as, buildLogFile);
  const resource = new docker.RemoteImage(
    logicalName,
    {
      name: image,
      keepLocally: false,
      triggers: { context: hash },
      build: {
        context: folder,
        dockerfile: build.dockerfile,
        buildLogFile,
        target: build.target,
        platform: build.platform,
        buildArgs: kept === undefined ? build.args : { ...build.args, ...inlineCache },
        cacheFroms: kept && Object.values(kept),
        secrets: build.secretFiles && buildSecrets(build.secretFiles),
      },
    },
    {
      parent,
      hooks: { ...hooks, afterCreate: [...(hooks.afterCreate ?? []), ...keeping] },
      dependsOn: [...after, ...(build.cache === undefined ? [] : [build.cache.ready])],
      // Where the log goes differs from host to host and makes no other image.
      ignoreChanges: ["build.buildLogFile"],
    },
  );
  return resource;
}

/** A folder that is sent to the engine. */
interface Context {
  folder: string;
  /** Of all that is sent. */
  hash: string;
  /** Puts together what is not there as it stands. */
  prepare?: () => void;
  /** Of what the stage that installs is made, where there is one. */
  installed?: string | undefined;
}

/**
 * A Dockerfile that is made goes into a folder of its own, with copies of the application's files: the application's own
 * folder is never written to. That folder is filled by a hook, just before the provider reads it: a preview, a run without changes
 * and a run under mocks write nothing.
 */
function contextOf(name: string, { context, dockerfile, generated, deciding }: BuildSource): Context {
  if (generated === undefined) {
    const some = deciding?.map((name) => ({ name, source: join(context, name) }));
    return { folder: context, hash: some === undefined ? contextHash(context, dockerfile) : entriesHash(some) };
  }
  const entries = contextEntries(context, generated);
  const folder = stagedFolder(context, name, tmpdir());
  const hash = entriesHash(entries);
  const installed = installHash(generated, entries, hash);
  return { folder, hash, installed, prepare: () => stageContext(folder, entries, hash) };
}

function buildHash(
  { dockerfile, target, platform, args = {}, secretFiles = {}, cache }: BuildSource,
  { folder, hash }: Context,
): string {
  const sorted = (values: Record<string, string>): [string, string][] =>
    Object.entries(values).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const kept = cache === undefined ? [] : [cache.host];
  const how = JSON.stringify([folder, dockerfile, target, platform, sorted(args), sorted(secretFiles), ...kept]);
  return createHash("sha256").update(hash).update(how).digest("hex");
}

const buildSecrets = (files: Record<string, string>): { id: string; src: string }[] =>
  Object.entries(files)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, src]) => ({ id, src }));

/** Trap mute-build: only this file carries what the build printed. */
function buildLog(name: string): string {
  const folder = join(tmpdir(), "plimsoll-builds");
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name}.log`);
}
