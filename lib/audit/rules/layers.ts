import type { Place } from "../finding";
import type { Placed } from "../overlay";
import { redacted, shownInstruction } from "../redact";
import { megabytes, sizeOf, type AuditView } from "../view";
import type { AuditRule } from "./rule";

/** What of an image is carried along though no container sees it. */
export interface Waste {
  /** Bytes of files that a later layer rewrites or deletes. */
  readonly wasted: number;
  /** What a container sees of all that is carried, from 0 to 1. */
  readonly efficiency: number;
  /** Wasted of what the layers on top of the base hold, from 0 to 1. */
  readonly ofOwn: number;
}

export function wasteOf({ everything, image }: AuditView): Waste {
  const all = sizeOf(everything);
  const wasted = sizeOf(everything.filter(({ hiddenBy }) => hiddenBy !== undefined));
  const bottom = image.base?.layers ?? 1;
  const own = sizeOf(everything.filter(({ layer }) => layer.number > bottom));
  return {
    wasted,
    efficiency: all === 0 ? 1 : (all - wasted) / all,
    ofOwn: own === 0 ? 0 : Math.min(1, wasted / own),
  };
}

const leastEfficiency = 0.95;
const mostWasted = 20e6;
const mostOfOwn = 0.2;
/** Below it a fifth of the own layers is a few configurations. */
const smallWaste = 1e6;

/** A layer is never changed: a file that is changed or deleted is there twice, or still. */
export const littleWaste: AuditRule = {
  name: "little-waste",
  says: "carries few bytes that a later layer rewrites or deletes: efficiency 0.95, 20 MB, a fifth of the own layers",
  severity: "medium",
  source: "wagoodman/dive, whose sample limits these are",
  check: (view) => {
    const { wasted, efficiency, ofOwn } = wasteOf(view);
    const isLittle = efficiency >= leastEfficiency && wasted <= mostWasted && ofOwn <= mostOfOwn;
    if (wasted < smallWaste || isLittle) return [];
    const largest = view.everything
      .filter(({ hiddenBy, entry }) => hiddenBy !== undefined && entry.size > 0)
      .toSorted((one, other) => other.entry.size - one.entry.size);
    const remedy =
      "delete in the RUN that creates, COPY with --chown instead of chown, and copy results out of a stage";
    return [
      {
        problem: `${megabytes(wasted)} are rewritten or deleted later (efficiency ${efficiency.toFixed(2)})`,
        remedy,
        places: largest.map(({ entry, layer, hiddenBy }) => ({
          what: `/${entry.path} (${megabytes(entry.size)}, by layer ${hiddenBy?.number ?? 0})`,
          layer,
        })),
      },
    ];
  },
};

const mostLayers = 10;

/** Each layer is a download of its own and a step of each file's look-up. */
export const fewLayers: AuditRule = {
  name: "few-layers",
  says: `has at most ${mostLayers} layers`,
  severity: "note",
  source: "docs.docker.com, overlay2: more layers, slower look-ups",
  check: ({ image: { layers } }) =>
    layers.length <= mostLayers
      ? []
      : [
          {
            problem: `it has ${layers.length} layers`,
            remedy: "join RUN instructions, or copy the result into one stage",
          },
        ],
};

/** Size is start-up time on a new host, disk, and what a scanner has to go through. */
export const size: AuditRule = {
  name: "size",
  says: "is not larger than asked; 500 MB unless said otherwise",
  severity: "low",
  source: "convention; `--max-size` sets it, and makes it high",
  check: ({ image, limits, everything }) => {
    if (image.size <= limits.maxSize) return [];
    const places = image.layers
      .map((layer): [Place, number] => {
        const bytes = sizeOf(everything.filter((placed) => placed.layer === layer));
        const by = shownInstruction(layer.createdBy);
        return [{ what: `${megabytes(bytes)}${by === "" ? "" : `: ${by}`}`, layer }, bytes];
      })
      .toSorted(([, one], [, other]) => other - one)
      .map(([where]) => where);
    return [
      {
        ...(limits.sizeIsAsked ? { severity: "high" as const } : {}),
        problem: `it has ${megabytes(image.size)}, more than ${megabytes(limits.maxSize)}`,
        remedy: "see its largest layers; a slim base, a stage for building and no dev dependencies are most of it",
        places,
      },
    ];
  },
};

/** Sources that were copied are older, unless they were written the same day. */
const daySeconds = 86_400;
/** What builds write that is another each time. */
const diaries =
  /^(var\/log\/(dpkg|alternatives|bootstrap)\.log|var\/log\/apt\/|var\/cache\/ldconfig\/|root\/\.npm\/_logs\/)/;

/** Two builds of the same input that differ can't be compared, nor cached, nor proven. */
export const reproducible: AuditRule = {
  name: "reproducible",
  says: "shows no sign that a second build would be another: times of the build, its diaries",
  severity: "note",
  source: "reproducible-builds.org, SOURCE_DATE_EPOCH",
  check: ({ image, visible }) => {
    const own = [...visible.values()].filter(({ layer, entry }) => {
      if (layer.number <= (image.base?.layers ?? (image.layers.length > 1 ? 1 : 0))) return false;
      return entry.kind === "file";
    });
    const dated = own.filter(isDated);
    const written = own.filter(({ entry }) => diaries.test(entry.path) && entry.size > 0);
    if (new Set(dated.map(({ entry }) => entry.mtime)).size < 2 && written.length === 0) return [];
    const places = [
      ...(dated.length > 0 ? [{ what: `${dated.length} files with the time of the build`, ...first(dated) }] : []),
      ...written.map(({ entry, layer }) => ({ what: `/${entry.path}`, layer })),
    ];
    return [
      {
        problem: "a second build would give another image",
        remedy:
          "give files one time in the stage that builds (touch -d @0), and delete logs in the RUN that writes them",
        places,
      },
    ];
  },
};

const first = ([one]: readonly Placed[]): Pick<Place, "layer"> => (one === undefined ? {} : { layer: one.layer });

/** Modified while its layer was made. */
const isDated = ({ entry, layer }: Placed): boolean =>
  layer.created > daySeconds && Math.abs(layer.created - entry.mtime) < daySeconds;

/** A URL's content may be another tomorrow, and ADD checks nothing unless it is told to. */
export const noRemoteAdd: AuditRule = {
  name: "no-remote-add",
  says: "adds nothing from a URL",
  severity: "medium",
  source: "hadolint DL3020; Dockerfile reference, ADD --checksum",
  check: ({ image: { history, layers } }) => {
    let number = 0;
    const places = history.flatMap(({ createdBy, empty }): Place[] => {
      if (!empty) number++;
      const what = remoteSource(createdBy);
      const layer = layers[number - 1];
      return what === undefined ? [] : [{ what, ...(layer === undefined ? {} : { layer }) }];
    });
    const remedy =
      "download it in a RUN that checks its sum, or write ADD --checksum=sha256:... where the engine knows it";
    return places.length === 0 ? [] : [{ problem: "what a URL answered that day is in it", remedy, places }];
  },
};

/** The older builder tells only the sum of what it got; of files it says "file:" or "dir:" before it. */
function remoteSource(createdBy: string): string | undefined {
  const target = /^\/bin\/sh -c #\(nop\)\s+ADD [0-9a-f]{64} in (\S+)/.exec(createdBy)?.[1];
  if (target !== undefined) return `a URL, to ${target}`;
  if (createdBy.includes("--checksum=")) return undefined;
  const url = /^ADD\b.*?(https?:\/\/\S+)/.exec(createdBy)?.[1];
  return url === undefined ? undefined : redacted(url);
}
