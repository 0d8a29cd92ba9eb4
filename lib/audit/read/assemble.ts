import type { HistoryLine, Image, Layer, RunConfig } from "../image";
import type { Saved } from "./save-stream";

/** What the archive itself says about the image. */
export type ArchivedImage = Pick<Image, "config" | "history" | "layers"> & {
  /** Checksums of the unpacked layers, by which two images are seen to share them. */
  readonly diffIds: readonly string[];
};

/** manifest.json of Docker. */
interface DockerManifest {
  Config: string;
  Layers: string[];
}

/** An index or a manifest as the Open Container Initiative specifies them. */
interface OciDocument {
  manifests?: { digest: string; platform?: { architecture?: string } }[];
  config?: { digest: string };
  layers?: { digest: string }[];
}

interface ConfigDocument {
  config?: {
    User?: string;
    Env?: string[] | null;
    Labels?: Record<string, string> | null;
    Entrypoint?: string[] | null;
    Cmd?: string[] | null;
    WorkingDir?: string;
    Healthcheck?: { Test?: string[] } | null;
  };
  history?: { created_by?: string; created?: string; empty_layer?: boolean }[];
  rootfs?: { diff_ids?: string[] };
}

/** Puts together what belongs to one image. Fails, and says what is missing, where the archive holds none. */
export function assemble(saved: Saved): ArchivedImage {
  const { config, layers } = dockerManifest(saved) ?? ociManifest(saved) ?? fail("manifest.json nor index.json");
  const document = (saved.documents.get(config) ?? fail(config)) as ConfigDocument;
  const history = (document.history ?? []).map(({ created_by = "", created = "", empty_layer = false }) => ({
    createdBy: created_by,
    created: Math.floor(Date.parse(created) / 1000) || 0,
    empty: empty_layer,
  }));
  return {
    config: runConfig(document),
    history,
    layers: numbered(saved, layers, history),
    diffIds: document.rootfs?.diff_ids ?? [],
  };
}

function fail(what: string): never {
  throw new Error(`what the engine saved has no ${what}: it is no image, or not whole`);
}

function dockerManifest({ documents }: Saved): { config: string; layers: string[] } | undefined {
  const first = (documents.get("manifest.json") as DockerManifest[] | undefined)?.[0];
  return first && { config: first.Config, layers: first.Layers };
}

const blob = (digest: string): string => `blobs/${digest.replace(":", "/")}`;

/** An index may name indexes, and manifests for other platforms, or of no program at all, whose blobs are not here. */
function ociManifest(saved: Saved, path = "index.json"): { config: string; layers: string[] } | undefined {
  const document = saved.documents.get(path) as OciDocument | undefined;
  if (document?.config && document.layers) {
    const config = blob(document.config.digest);
    return saved.documents.has(config)
      ? { config, layers: document.layers.map(({ digest }) => blob(digest)) }
      : undefined;
  }
  for (const { digest, platform } of document?.manifests ?? []) {
    const found = platform?.architecture === "unknown" ? undefined : ociManifest(saved, blob(digest));
    if (found) return found;
  }
  return undefined;
}

function numbered(saved: Saved, paths: readonly string[], history: readonly HistoryLine[]): Layer[] {
  const lines = history.filter(({ empty }) => !empty);
  // Where layers were squashed the history is longer or shorter than they are, and says nothing about them.
  const tells = lines.length === paths.length;
  return paths.map((path, at) => ({
    number: at + 1,
    createdBy: (tells && lines[at]?.createdBy) || "",
    created: (tells && lines[at]?.created) || 0,
    entries: saved.layers.get(path) ?? saved.layers.get(saved.links.get(path) ?? "") ?? fail(path),
  }));
}

function runConfig({ config = {} }: ConfigDocument): RunConfig {
  const test = config.Healthcheck?.Test ?? [];
  return {
    user: config.User ?? "",
    env: config.Env ?? [],
    labels: config.Labels ?? {},
    entrypoint: config.Entrypoint ?? [],
    command: config.Cmd ?? [],
    workingDir: config.WorkingDir ?? "",
    healthCheck: test.length > 0 && test[0] !== "NONE",
  };
}
