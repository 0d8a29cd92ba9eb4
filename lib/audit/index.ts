// Reads images through the engine, and says what is wrong with them. Only lib/audit/read knows the engine.

import type Docker from "dockerode";
import { accept, type Acceptance, type Subject } from "./accept";
import type { Finding } from "./finding";
import { judge } from "./judge";
import type { Image } from "./image";
import { AuditProblem, connect, ifAny, unknownName } from "./read/engine";
import { containersOfStack, readContainer, type ReadContainer } from "./read/containers";
import { readImages, type Progress } from "./read/images";
import { shownInstruction } from "./redact";
import { allRules } from "./rules";
import { wasteOf, type Waste } from "./rules/layers";
import { viewImage, type AuditLimits, type ContainerFacts } from "./view";

export type { Acceptance } from "./accept";
export type { Evidence, Finding, Severity } from "./finding";
export { AuditProblem } from "./read/engine";

export interface AuditOptions {
  /** Bytes that an image may have. @default 500 MB, and more is a finding of low severity only */
  maxSize?: number;
  /** What somebody takes as it is. */
  accept?: readonly Acceptance[];
  /** Called while images are read: which, and how many bytes of them. The total is not known of images that share layers. */
  progress?: (images: readonly string[], read: number, total?: number) => void;
  /** The day for which ends of support are looked up. @default today */
  today?: Date;
  /** @default the engine that DOCKER_HOST names, else the local one */
  engine?: Docker;
}

/** What was found in one image, or in one container with its image. */
export interface ImageAudit extends Subject, Waste {
  readonly id: string;
  /** Bytes, uncompressed. */
  readonly size: number;
  /** The instructions that made them, from the bottom. */
  readonly layers: readonly { number: number; createdBy: string; fromBase?: boolean }[];
  readonly base?: string;
  /** The most severe first. */
  readonly findings: readonly Finding[];
  /** Those that were of use. */
  readonly accepted: readonly Acceptance[];
}

const defaultMaxSize = 500e6;

/** Looks at one image, by reference or id. Fails with a remedy where the engine has none. */
export async function auditImage(reference: string, options: AuditOptions = {}): Promise<ImageAudit> {
  const engine = options.engine ?? (await connect());
  const [image] = await readImages(engine, [reference], options.progress);
  if (image === undefined) throw await unknownName(engine, reference);
  return auditOf(image, options);
}

/** Looks at what has this name: an image, else a container with its image. */
export async function audit(name: string, options: AuditOptions = {}): Promise<ImageAudit> {
  const engine = options.engine ?? (await connect());
  const [image] = await readImages(engine, [name], options.progress);
  if (image !== undefined) return auditOf(image, options);
  const container = await ifAny(readContainer(engine, name));
  if (container === undefined) throw await unknownName(engine, name);
  const [only] = await auditContainers(engine, [container], options);
  if (only === undefined) throw new AuditProblem(`The container "${name}" is gone.`);
  return only;
}

/** Looks at every container of a stack that runs a program, by the labels of "project/stack". Reads each image once. */
export async function auditStack(stack: string, options: AuditOptions = {}): Promise<ImageAudit[]> {
  const engine = options.engine ?? (await connect());
  const containers = await containersOfStack(engine, stack);
  if (containers.length === 0)
    throw new AuditProblem(
      `The engine has no container of the stack "${stack}". Bring it up, or name another one with --stack project/stack.`,
    );
  return auditContainers(engine, containers, options);
}

async function auditContainers(
  engine: Docker,
  containers: readonly ReadContainer[],
  options: AuditOptions,
): Promise<ImageAudit[]> {
  const names = new Map(containers.map(({ imageId, image }) => [imageId, image]));
  const { progress } = options;
  const named: Progress | undefined =
    progress &&
    ((ids, ...rest) =>
      progress(
        ids.map((id) => names.get(id) ?? id),
        ...rest,
      ));
  const images = new Map<string, Image>();
  for (const image of await readImages(engine, [...names.keys()], named)) if (image) images.set(image.id, image);
  return containers.map((container) => {
    const image = images.get(container.imageId);
    if (image === undefined)
      throw new AuditProblem(`The image of "${container.image}" is gone: its container can't be looked at.`);
    return auditOf({ ...image, reference: nameOf(container, image) }, options, container);
  });
}

/** Containers are made of an image's id where its tag may move on: people know it by its tag. */
const nameOf = ({ image: given, imageId }: ReadContainer, { tags }: Image): string =>
  given === imageId ? (tags[0] ?? given) : given;

/** An image that was read, held against all rules. Pure. */
export function auditOf(image: Image, options: AuditOptions = {}, container?: ContainerFacts): ImageAudit {
  const { maxSize = defaultMaxSize, today = new Date(), accept: acceptances = [] } = options;
  const limits: AuditLimits = { maxSize, sizeIsAsked: options.maxSize !== undefined, today };
  const view = viewImage(image, limits, container);
  const subject: Subject = {
    image: image.reference,
    ...(container === undefined ? {} : { container: container.name }),
    ...(container?.service === undefined ? {} : { service: container.service }),
  };
  const { findings, used } = accept(judge(view, allRules), acceptances, subject);
  const { base } = image;
  return {
    ...subject,
    id: image.id,
    size: image.size,
    layers: image.layers.map(({ number, createdBy }) => ({
      number,
      createdBy: shownInstruction(createdBy),
      ...(base === undefined ? {} : { fromBase: number <= base.layers }),
    })),
    ...(base === undefined ? {} : { base: base.name }),
    ...wasteOf(view),
    findings,
    accepted: used,
  };
}
