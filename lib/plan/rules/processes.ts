import type { Rule } from "./rule";

export const processes: Rule = {
  name: "processes",
  says: "the limit of processes is as high as the settings allow processes and threads",
  check: ({ limits, processes: needed }) => {
    if (limits.pids >= needed) return [];
    return [
      {
        path: "pids",
        problem: `${limits.pids} are allowed, its settings allow ${needed} processes and threads`,
        remedy: `write ${needed} or more`,
      },
    ];
  },
};
