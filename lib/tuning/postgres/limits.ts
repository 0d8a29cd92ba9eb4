/** What the data lies on. */
export const Storage = {
  /** Flash, or a virtual disk on it. */
  Ssd: "ssd",
  /** A disk that turns. */
  Hdd: "hdd",
  /** Storage over a network: many requests at once, each of them slow. */
  San: "san",
} as const;
export type Storage = (typeof Storage)[keyof typeof Storage];

/** What the database is mostly asked. */
export const Workload = {
  /** Many short transactions that look up rows by key. */
  Oltp: "oltp",
  /** Short transactions, and queries over much of the data. */
  Mixed: "mixed",
  /** Few, long queries; data loaded in bulk. */
  Analytics: "analytics",
  /** A database beside the point: little data, few writes. */
  Small: "small",
} as const;
export type Workload = (typeof Workload)[keyof typeof Workload];

/** What the image's server is built with. A setting that needs what is missing keeps the server from starting. */
export interface PostgresFeatures {
  lz4: boolean;
  zstd: boolean;
  liburing: boolean;
  jit: boolean;
}

/** What PostgreSQL may use, and what is asked of it. */
export interface PostgresLimits {
  /** Major version of the server. */
  major: number;
  /** Hard memory limit of the container, in MiB. */
  memoryMiB: number;
  /** CPU limit of the container. */
  cpus: number;
  storage: Storage;
  /** Size of the data volume, in MiB; undefined where nobody said. */
  volumeMiB?: number | undefined;
  workload: Workload;
  /** The user's own max_wal_size, in MiB, where he gave one. */
  givenWalMiB?: number | undefined;
  /** Connections that the declared clients may open together. */
  clientConnections: number;
  /** Statements slower than this are logged, in milliseconds. */
  slowQueryMs: number;
  features: PostgresFeatures;
}

/** The majors whose settings are known here, oldest first: each value was taken by a real server of each. */
export const supportedMajors = [14, 15, 16, 17, 18] as const;

/** What the official images are built with: Debian's, and Alpine's from 18 on; of Alpine's before nothing is known. */
export function officialFeatures(major: number, tag = ""): PostgresFeatures {
  const known = major >= 18 || !tag.includes("alpine");
  return { lz4: known, zstd: known && major >= 15, liburing: known && major >= 18, jit: known };
}

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
