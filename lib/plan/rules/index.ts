import { alone } from "./alone";
import { bodies } from "./bodies";

import { names } from "./names";
import { networks } from "./networks";
import { pools } from "./pools";
import { ports } from "./ports";
import { processes } from "./processes";
import { proxies } from "./proxies";
import { recovery } from "./recovery";
import type { Rule } from "./rule";
import { stop } from "./stop";
import { timeouts } from "./timeouts";

/** Rules about what a service is called and where it stands: they hold even where other arguments were not understood. */
export const rulesOfPlace: readonly Rule[] = [names, ports, networks];

/** Every agreement between services, in the order of their telling. */
export const rules: readonly Rule[] = [
  ...rulesOfPlace,
  pools,
  alone,
  timeouts,
  bodies,
  proxies,
  stop,
  recovery,
  processes,
];
