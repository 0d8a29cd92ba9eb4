import { pack } from "tar-stream";
import { distrolessNodeBases, nodeBases } from "../../lib/images/pinned";
import { docker } from "./engine";

const name = distrolessNodeBases[24];

/**
 * Stands in for Google's image where its registry can't be reached: no shell, no npm, node as the entrypoint and not on the
 * usual path, a user that is not root. Made of the slim image on the engine.
 */
const dockerfile = `FROM ${nodeBases[24]} AS parts
RUN for file in $(ldd /usr/local/bin/node | grep -o "/[^ )]*") /usr/lib/*-linux-gnu/libresolv.so.2 /usr/lib/*-linux-gnu/libnss_dns.so.2; do \\
      mkdir -p "/parts$(dirname "$file")" && cp -L "$file" "/parts$file"; done && \\
    mkdir -p /parts/nodejs/bin /parts/etc && cp /usr/local/bin/node /parts/nodejs/bin/ && \\
    echo "nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin" > /parts/etc/passwd && mkdir -m 1777 /parts/tmp
FROM scratch
COPY --from=parts /parts/ /
LABEL plimsoll.stand-in="not distroless: Node of the slim image"
USER 65532
ENTRYPOINT ["/nodejs/bin/node"]
`;

/** Sees to it that there is such an image. Resolves with what removes the stand-in again, if one was made. */
export async function provideDistroless(): Promise<() => Promise<void>> {
  const there = await docker
    .getImage(name)
    .inspect()
    .then(
      () => true,
      () => false,
    );
  if (there) return () => Promise.resolve();
  const context = pack();
  context.entry({ name: "Dockerfile" }, dockerfile);
  context.finalize();
  const progress = await docker.buildImage(context, { t: name, version: "2" });
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(progress, (error, lines: { error?: string }[]) => {
      const failed = error?.message ?? lines.find((line) => line.error !== undefined)?.error;
      if (failed === undefined) resolve();
      else reject(new Error(failed));
    });
  });
  return () => docker.getImage(name).remove({ force: true });
}
