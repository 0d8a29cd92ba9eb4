import { formatDuration } from "../../units/duration";
import { named, type Rule } from "./rule";

/** What is killed in the middle of a request answers nobody. */
export const stop: Rule = {
  name: "stop",
  says: "the stop grace is as long as the program takes to finish, and that as long as its longest request",
  check: (service, stack) => {
    const behind = (service.routes ?? []).flatMap((route) => named(stack, route.service)?.longestRequestMs ?? []);
    const longest = Math.max(service.drainMs, service.longestRequestMs ?? 0, ...behind);
    if (service.graceMs >= longest) return [];
    return [
      {
        path: "stopGrace",
        problem: `${formatDuration(service.graceMs)} end before what it does may have ended, ${formatDuration(longest)}`,
        remedy: `write "${formatDuration(longest)}" or more`,
      },
    ];
  },
};
