export interface RunningPostgres {
  query(sql: string): Promise<(string | null)[][]>;
  log(): string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface Postgres {
  readonly data: string;
  refusal(settings: readonly string[]): Promise<string | undefined>;
  valueOf(name: string, settings: readonly string[]): Promise<string>;
  start(settings: readonly string[]): Promise<RunningPostgres>;
  close(): Promise<void>;
}

export const features: { lz4: boolean; zstd: boolean; liburing: boolean; jit: boolean };
export function providePostgres(): Promise<string>;
export function openPostgres(major: number, initdbArguments?: readonly string[]): Promise<Postgres>;
