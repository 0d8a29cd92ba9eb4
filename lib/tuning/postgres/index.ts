import { settle, type SettledSetting, type Setting, type SettingValue } from "../setting";
import { autovacuumSettings } from "./autovacuum";
import { connectionSettings } from "./connections";
import { containerSettings } from "./container";
import { initdbSettings } from "./initdb";
import type { PostgresLimits } from "./limits";
import { loggingSettings } from "./logging";
import { memorySettings as memory } from "./memory";
import { parallelSettings } from "./parallel";
import { plannerSettings } from "./planner";
import { serverSettings } from "./server";
import { walSettings } from "./wal";

export { postgresCommand } from "./command";
export { poolerAdvised, reservedConnections, restartMargin } from "./connections";
export { containerNames, leastSeconds } from "./container";
export { initdbArguments } from "./initdb";
export {
  officialFeatures,
  Storage,
  supportedMajors,
  Workload,
  type PostgresFeatures,
  type PostgresLimits,
} from "./limits";
export { connectionsThatFit, postgresShmMiB, standardWorkMemMiB, workMemMiB } from "./memory";
export { memorySettings, postgresMemory, readMemoryValue, totalMiB, usableShare, type MemoryPart } from "./memory-sum";
export { ownedSettings } from "./owned";
export { brokenPromises, memoryThatFits, postgresPromises } from "./promises";
export { recoverySeconds } from "./recovery";
export { sizeMiB } from "./sizes";

/** Everything that is derived for PostgreSQL: the server's settings, then what stands beside it. */
export const postgresSettings: Setting<PostgresLimits>[] = [
  ...memory,
  ...connectionSettings,
  ...parallelSettings,
  ...plannerSettings,
  ...walSettings,
  ...autovacuumSettings,
  ...serverSettings,
  ...loggingSettings,
  ...containerSettings,
  ...initdbSettings,
];

/** PostgreSQL's settings for these limits. */
export const tunePostgres = (limits: PostgresLimits, overrides: Record<string, SettingValue> = {}): SettledSetting[] =>
  settle(postgresSettings, limits, overrides);
