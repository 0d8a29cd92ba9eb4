import type { Image, LayerEntry, RunConfig } from "../../lib/audit/image";
import { tellingOf } from "../../lib/audit/read/telling";
import { viewImage, type AuditView, type ContainerFacts } from "../../lib/audit/view";

/** A file as a test writes it: its content, or what is particular about it. A path that begins with "-" is deleted. */
export type Written = string | (Partial<Omit<LayerEntry, "path">> & { content?: string });

export interface WrittenLayer {
  by?: string;
  created?: number;
  files?: Readonly<Record<string, Written>>;
}

const utf8 = (text: string): number => Buffer.byteLength(text);

/** What is kept of a content is decided by the library's own table. */
function entryOf(path: string, written: Written): LayerEntry {
  if (path.startsWith("-"))
    return { path: path.slice(1), kind: "whiteout", size: 0, mode: 0o644, uid: 0, gid: 0, mtime: 0 };
  const { content, ...more } = typeof written === "string" ? { content: written } : written;
  const kept = content === undefined ? undefined : tellingOf(path)?.keep(content);
  return {
    path,
    kind: "file",
    size: utf8(content ?? ""),
    mode: 0o644,
    uid: 0,
    gid: 0,
    mtime: 0,
    ...(kept === undefined ? {} : { text: kept }),
    ...more,
  };
}

/** Good in every respect: what a test spoils is all that is wrong with it. */
const goodConfig: RunConfig = {
  user: "1000:1000",
  env: ["PATH=/usr/bin"],
  labels: {},
  entrypoint: [],
  command: ["node", "server.js"],
  workingDir: "/app",
  healthCheck: true,
};

export interface WrittenImage extends Partial<Omit<Image, "config" | "layers" | "history">> {
  config?: Partial<RunConfig>;
  layers?: readonly WrittenLayer[];
  /** Instructions that made no layer. */
  history?: readonly string[];
}

export function imageOf({ config, layers = [], history = [], ...more }: WrittenImage = {}): Image {
  return {
    reference: "shop:1.4.2",
    id: "sha256:0123456789abcdef",
    tags: ["shop:1.4.2"],
    size: 100e6,
    ...more,
    config: { ...goodConfig, ...config },
    history: [
      ...layers.map(({ by = "COPY . .", created = 0 }) => ({ createdBy: by, created, empty: false })),
      ...history.map((createdBy) => ({ createdBy, created: 0, empty: true })),
    ],
    layers: layers.map(({ by = "COPY . .", created = 0, files = {} }, at) => ({
      number: at + 1,
      createdBy: by,
      created,
      entries: Object.entries(files).map(([path, written]) => entryOf(path, written)),
    })),
  };
}

export const viewOf = (image: WrittenImage, container?: ContainerFacts, today = "2026-11-21"): AuditView =>
  viewImage(imageOf(image), { maxSize: 500e6, today: new Date(today) }, container);
