import type { Image, Layer, LayerEntry } from "./image";

/** An entry where it lies. */
export interface Placed {
  readonly entry: LayerEntry;
  readonly layer: Layer;
  /** The layer that rewrites or deletes it; undefined for what a container sees. */
  readonly hiddenBy?: Layer;
}

/**
 * Lays layers over each other as the engine does: what a container sees, and what is carried along though nobody sees it.
 * Source: Open Container Initiative, image specification, "Applying changesets".
 */
export function overlay({ layers }: Pick<Image, "layers">): Placed[] {
  let visible = new Map<string, Placed>();
  const hidden: Placed[] = [];
  for (const layer of layers) {
    const isGone = goneIn(layer);
    const kept = new Map<string, Placed>();
    for (const [path, placed] of visible) {
      if (isGone(path)) hidden.push({ ...placed, hiddenBy: layer });
      else kept.set(path, placed);
    }
    visible = kept;
    for (const entry of layer.entries) {
      if (entry.kind === "whiteout" || entry.kind === "opaque") continue;
      const before = visible.get(entry.path);
      // A folder that occurs again only has other permissions.
      if (before !== undefined && before.layer !== layer && before.entry.kind !== "directory")
        hidden.push({ ...before, hiddenBy: layer });
      visible.set(entry.path, { entry, layer });
    }
  }
  return [...visible.values(), ...hidden];
}

/** What of the layers below is gone with this one. One walk over them, however much it deletes. */
function goneIn({ entries }: Layer): (path: string) => boolean {
  const deleted = new Set<string>();
  /** Folders that begin empty, and whatever stands now where a folder was. */
  const emptied = new Set<string>();
  for (const { path, kind } of entries) {
    if (kind === "whiteout") deleted.add(path);
    if (kind !== "directory") emptied.add(path);
  }
  if (emptied.size === 0) return () => false;
  return (path) => {
    if (deleted.has(path)) return true;
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
      if (emptied.has(path.slice(0, end))) return true;
    return emptied.has("");
  };
}
