import { entries, fields, isUnknown, texts, whenServing, type ContainerRule } from "./view";

/**
 * A process that runs is not yet one that answers: without a probe nobody is told, and nothing can wait for it.
 * Source: Dockerfile reference, HEALTHCHECK.
 */
export const healthCheck: ContainerRule = whenServing({
  name: "health-check",
  says: "that serves has a health check",
  check: ({ inputs: { healthcheck } }) => {
    const { tests } = fields(healthcheck);
    if (isUnknown(healthcheck) || isUnknown(tests)) return [];
    const remedy = 'write healthcheck: { tests: ["CMD", ...] } with a command that the image contains';
    if (texts(tests)[0] === "NONE")
      return [{ path: "healthcheck", problem: "the image's health check is switched off", remedy }];
    if (entries(tests).length > 0) return [];
    return [{ path: "healthcheck", problem: "none is given, so a hanging program counts as a running one", remedy }];
  },
});

/** The engine's default is "no": after a crash, or a restart of the host, the service stays away. */
export const restartPolicy: ContainerRule = whenServing({
  name: "restart-policy",
  says: "that serves is started again after a crash and after a restart of the host",
  check: ({ inputs: { restart } }) =>
    restart === undefined || restart === null || restart === "" || restart === "no"
      ? [
          {
            path: "restart",
            problem: "after a crash, or a restart of the host, it stays stopped",
            remedy: 'write restart: "unless-stopped"; a task that runs once says mustRun: false as well',
          },
        ]
      : [],
});

/**
 * Trap killed-at-once: the provider stops a container with no grace at all when it replaces or deletes it, whatever
 * stopTimeout says. Requests under way are cut off, and a database has crashed. Measured: exit code 137.
 */
export const stopGrace: ContainerRule = whenServing({
  name: "stop-grace",
  says: "that serves has time to stop",
  check: ({ inputs: { destroyGraceSeconds } }) =>
    isUnknown(destroyGraceSeconds) || (typeof destroyGraceSeconds === "number" && destroyGraceSeconds > 0)
      ? []
      : [
          {
            path: "destroyGraceSeconds",
            problem: "not given: the provider kills it at once when it is replaced, whatever stopTimeout says",
            remedy: "write destroyGraceSeconds: 15 and stopTimeout: 15; a database needs 60 or more",
          },
        ],
});

/**
 * What a moving tag means is decided by whoever pushed last, and by what the host happens to have: two hosts run two
 * programs, and there is no going back. Ids and digests are what they say.
 */
export const pinnedImage: ContainerRule = {
  name: "pinned-image",
  says: "runs an image of one version",
  check: ({ inputs: { image } }) => {
    if (typeof image !== "string" || image.startsWith("sha256:") || image.includes("@sha256:")) return [];
    const [, tag] = /:([^:/]+)$/.exec(image) ?? [];
    if (tag !== undefined && tag !== "latest") return [];
    const problem = tag === undefined ? `"${image}" has no tag, which means "latest"` : `"${image}" changes over time`;
    return [
      { path: "image", problem, remedy: "write a full version as tag, or take RemoteImage's imageId or repoDigest" },
    ];
  },
};
