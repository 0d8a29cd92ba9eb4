// What runs: each service of a stack as one row. Pure, from what the engine says.

import { mebibytes, megabytes, table } from "./table.mjs";

/** Memory in use that can't be given back at once: usage without the inactive file cache (cgroup v1 and v2). */
export function workingSet(stats) {
  const { usage, stats: parts = {} } = stats?.memory_stats ?? {};
  if (usage === undefined) return undefined;
  return Math.max(0, usage - (parts.total_inactive_file ?? parts.inactive_file ?? 0));
}

/**
 * Milliseconds from the start of a container to its first good health check, by its health log. The engine keeps the
 * last five entries: where those may not be the first ones, this can't be told (undefined).
 */
export function timeToHealthy({ State: { StartedAt, Health } }, kept = 5) {
  const log = Health?.Log ?? [];
  const good = log.findIndex(({ ExitCode }) => ExitCode === 0);
  if (good === -1 || (good === 0 && log.length >= kept)) return undefined;
  return milliseconds(log[good].End) - milliseconds(StartedAt);
}

/** The engine writes nanoseconds, Date takes milliseconds. */
export const milliseconds = (time) => Date.parse(time.replace(/(\.\d{3})\d*/, "$1"));

/** The name that people know an image by. Two stacks may have built the same one: then it is this stack's name for it. */
export function imageName(container, image) {
  const named = container.Config.Image;
  if (!named.startsWith("sha256:")) return named;
  const tags = image?.RepoTags ?? [];
  const own = tags.find((tag) => tag.startsWith(`${container.Name?.slice(1)}:`));
  return own ?? tags[0] ?? image?.RepoDigests?.[0] ?? named.slice(7, 19);
}

/** Whether a container is in a state that needs explaining. One that was never started, or did its work, is not. */
export function isTroubled({ Config: { Labels = {} }, State: { Status, ExitCode, Health } }) {
  if (Health?.Status === "unhealthy" || Status === "restarting" || Status === "dead") return true;
  if (Status !== "exited") return false;
  return Labels["plimsoll.role"] === "service" || ExitCode !== 0;
}

export const healthOf = ({ State: { Status, Health } }) =>
  Status === "running" ? (Health?.Status ?? "no check") : Status;

const headings = ["service", "image", "size", "limit", "in use", "health", "healthy after"];

/** The closing table. `services`: [{ container, image, stats, healthyAfter (ms) }]. */
export function serviceTable(services) {
  const rows = services
    .map(({ container, image, stats, healthyAfter }) => [
      container.Config.Labels["plimsoll.service"] ?? container.Name.slice(1),
      imageName(container, image),
      megabytes(image?.Size),
      mebibytes(container.HostConfig.Memory),
      mebibytes(workingSet(stats)),
      healthOf(container),
      healthyAfter === undefined ? "-" : `${(healthyAfter / 1000).toFixed(1)} s`,
    ])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const total = services.reduce((sum, { stats }) => sum + (workingSet(stats) ?? 0), 0);
  const limits = services.reduce((sum, { container }) => sum + container.HostConfig.Memory, 0);
  return table(headings, [...rows, ["all", "", "", mebibytes(limits), mebibytes(total), "", ""]], [2, 3, 4, 6]);
}
