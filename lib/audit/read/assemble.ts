import type { HistoryLine, Image, Layer, RunConfig } from "../image";
import type { Saved } from "./save-stream";

/** What the archive itself says about the image. */
export type ArchivedImage = Pick<Image, "config" | "history" | "layers">;

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
}

/** Puts together what belongs to the image with this id. Fails, and says what is missing, where the archive does not hold it. */
export function assemble(saved: Saved, id: string): ArchivedImage {
  const { config, layers } =
    dockerManifest(saved, id) ?? ociManifest(saved, id) ?? fail("manifest.json nor index.json");
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
  };
}

function fail(what: string): never {
  throw new Error(`what the engine saved has no ${what}: it is no image, or not whole`);
}

/** What an image consists of, as paths in the archive. */
interface Parts {
  config: string;
  layers: string[];
}

/** An id is the checksum of a configuration, whose file is called so; engines that keep images as containerd does have that of an index or a manifest. */
function dockerManifest({ documents }: Saved, id: string): Parts | undefined {
  const all = (documents.get("manifest.json") as DockerManifest[] | undefined) ?? [];
  const found = all.find(({ Config }) => Config.includes(hex(id))) ?? (all.length === 1 ? all[0] : undefined);
  return found && { config: found.Config, layers: found.Layers };
}

const hex = (digest: string): string => digest.slice(digest.indexOf(":") + 1);

function ociManifest(saved: Saved, id: string): Parts | undefined {
  const { manifests = [] } = (saved.documents.get("index.json") as OciDocument | undefined) ?? {};
  return partsOf(saved, blob(id)) ?? (manifests.length === 1 ? partsOf(saved, "index.json") : undefined);
}

const blob = (digest: string): string => `blobs/${digest.replace(":", "/")}`;

/** An index may name indexes, and manifests for other platforms, or of no program at all, whose blobs are not here. */
function partsOf(saved: Saved, path: string): Parts | undefined {
  const document = saved.documents.get(path) as OciDocument | undefined;
  if (document?.config && document.layers) {
    const config = blob(document.config.digest);
    return saved.documents.has(config)
      ? { config, layers: document.layers.map(({ digest }) => blob(digest)) }
      : undefined;
  }
  for (const { digest, platform } of document?.manifests ?? []) {
    const found = platform?.architecture === "unknown" ? undefined : partsOf(saved, blob(digest));
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
