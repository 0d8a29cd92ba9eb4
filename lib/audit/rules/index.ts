import { pinnedTag, supportedBase } from "./base";
import { containerRules } from "./container";
import { fewLayers, littleWaste, noRemoteAdd, reproducible, size } from "./layers";
import { noCaches, noVersionControl } from "./leftovers";
import { littleBaggage, noDevDependencies } from "./packages";
import { noWorldWritable, programNotWritable } from "./permissions";
import type { AuditRule } from "./rule";
import { noSecretFiles } from "./secret-files";
import { noSecretHistory, noSecretSettings } from "./shown-secrets";
import { execForm, healthCheck, startsProgram } from "./start";
import { noCompilers, noPackageManagers, noSetuid, noShell } from "./tools";
import { notRoot, numericUser } from "./user";

export type { AuditRule } from "./rule";

/** What gives away more than the program. */
const secrets: readonly AuditRule[] = [noSecretFiles, noSecretSettings, noSecretHistory, noVersionControl];

/** Who an intruder is inside, and what he finds there. */
const rights: readonly AuditRule[] = [
  notRoot,
  numericUser,
  supportedBase,
  noWorldWritable,
  programNotWritable,
  noSetuid,
  noCompilers,
  noPackageManagers,
  noShell,
];

/** How it starts, is watched and ends. */
const life: readonly AuditRule[] = [execForm, startsProgram, healthCheck];

/** What is carried for nothing, and what is another tomorrow. */
const weight: readonly AuditRule[] = [
  noDevDependencies,
  littleWaste,
  size,
  noCaches,
  littleBaggage,
  fewLayers,
  noRemoteAdd,
  pinnedTag,
  reproducible,
];

/** In the order of the documentation. */
export const auditRules = { secrets, rights, life, weight, container: containerRules } as const;

/** Every rule. Those about containers find nothing where only an image is looked at. */
export const allRules: readonly AuditRule[] = Object.values(auditRules).flat();
