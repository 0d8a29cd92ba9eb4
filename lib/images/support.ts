/** The day on which each major's support ends, by the project's own schedule. */
const ends: Record<string, Record<number, string>> = {
  /** postgresql.org/support/versioning */
  PostgreSQL: { 14: "2026-11-12", 15: "2027-11-11", 16: "2028-11-09", 17: "2029-11-08", 18: "2030-11-14" },
  /** nodejs/Release, schedule.json */
  "Node.js": {
    16: "2023-09-11",
    18: "2025-04-30",
    20: "2026-04-30",
    22: "2027-04-30",
    24: "2028-04-30",

    26: "2029-04-30",
  },
};

/** The day support ended, where it has; undefined for a version that is supported, or that the schedule does not know. */
export function supportEnded(program: string, major: number, today: Date = new Date()): string | undefined {
  const day = ends[program]?.[major];
  return day !== undefined && new Date(`${day}T23:59:59Z`) < today ? day : undefined;
}
