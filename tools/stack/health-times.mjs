// When each container first became healthy. The engine forgets this within minutes, so it is noted while it happens.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { milliseconds, timeToHealthy } from "./services.mjs";

/** Notes healthy containers of a stack from now on. Returns { end() } and `seen` (container id -> ms since the epoch). */
export function watchHealth(api, label) {
  const seen = new Map();
  const filters = { type: ["container"], event: ["health_status"], label: [`plimsoll.stack=${label}`] };
  const end = api.watch(filters, ({ Action, Actor, timeNano }) => {
    if (Action === "health_status: healthy" && !seen.has(Actor.ID)) seen.set(Actor.ID, timeNano / 1e6);
  });
  return { seen, end };
}

/** For each container the milliseconds from its start to health: seen now, noted earlier, or still in its health log. */
export function healthTimes(containers, seen, file) {
  const noted = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const key = ({ Id, State }) => `${Id.slice(0, 12)} ${State.StartedAt}`;
  const measure = (container) => {
    const start = milliseconds(container.State.StartedAt);
    const at = seen.get(container.Id);
    return at !== undefined && at >= start
      ? Math.round(at - start)
      : (noted[key(container)] ?? timeToHealthy(container));
  };
  const times = containers.map(measure);
  const notes = Object.fromEntries(containers.map((container, index) => [key(container), times[index]]));
  writeFileSync(file, `${JSON.stringify(notes, null, 1)}\n`);
  return times;
}
