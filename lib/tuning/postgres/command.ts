import { type SettledSetting, settingsAt } from "../setting";

/** A value as the server reads it. Units are the engine's: MB is 2^20 bytes to PostgreSQL. */
export const written = ({ value, unit, overridden }: SettledSetting): string =>
  `${value}${overridden ? "" : (unit ?? "")}`;

/** The server's command line. */
export const postgresCommand = (settings: readonly SettledSetting[]): string[] => [
  "postgres",
  ...settingsAt(settings, "engine").flatMap((setting) => ["-c", `${setting.name}=${written(setting)}`]),
];
