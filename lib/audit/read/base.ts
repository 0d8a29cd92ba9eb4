import type Docker from "dockerode";
import type { Base } from "../image";
import { ifAny, repository } from "./engine";
import type { Known } from "./images";

/** Of each image the tagged one with the most layers that are its first ones; not one of the same name, which is an older build. */
export async function basesOf(engine: Docker, images: readonly Known[]): Promise<(Base | undefined)[]> {
  const tagged = (await engine.listImages()).flatMap(({ Id, RepoTags }) => {
    const name = RepoTags?.find((tag) => !tag.startsWith("<none>"));
    return name === undefined ? [] : [{ Id, name }];
  });
  const candidates = await Promise.all(
    // It may be gone since it was listed.
    tagged.map(async ({ Id, name }) => ({
      name,
      layers: (await ifAny(engine.getImage(Id).inspect()))?.RootFS.Layers ?? [],
    })),
  );
  return images.map((image) => baseOf(image, candidates));
}

function baseOf({ tags, diffIds }: Known, candidates: readonly { name: string; layers: string[] }[]): Base | undefined {
  const own = new Set(tags.map(repository));
  const [most] = candidates
    .filter(({ name, layers }) => {
      const isBelow = layers.length < diffIds.length && layers.every((id, at) => id === diffIds[at]);
      return isBelow && layers.length > 0 && !own.has(repository(name));
    })
    .toSorted((one, other) => other.layers.length - one.layers.length || (one.name < other.name ? -1 : 1));
  return most && { name: most.name, layers: most.layers.length };
}
