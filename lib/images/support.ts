/** The day on which each major's support ends, by the project's own schedule. */
const ends: Record<string, Record<string, string>> = {
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
  /** devguide.python.org/versions; those to come by the five years of PEP 602 */
  Python: {
    "2.7": "2020-01-01",
    "3.7": "2023-06-27",
    "3.8": "2024-10-07",
    "3.9": "2025-10-31",
    "3.10": "2026-10-31",
    "3.11": "2027-10-31",
    "3.12": "2028-10-31",
    "3.13": "2029-10-31",
    "3.14": "2030-10-31",
  },
  /** wiki.debian.org/LTS, with long-term support, as in Debian's distro-info-data 0.58+deb12u7 of 2026 */
  Debian: {
    9: "2022-06-30",
    10: "2024-06-30",
    11: "2026-08-31",
    12: "2028-06-30",
    13: "2030-06-30",
  },
  /** ubuntu.com/about/release-cycle, without paid extension, as in distro-info-data 0.58+deb12u7 */
  Ubuntu: {
    "18.04": "2023-05-31",
    "20.04": "2025-05-31",
    "22.04": "2027-06-01",
    "23.10": "2024-07-11",
    "24.04": "2029-05-31",
    "24.10": "2025-07-10",
    "25.04": "2026-01-15",
    "25.10": "2026-07-09",
    "26.04": "2031-05-29",
    "26.10": "2027-07-15",
  },
  /** alpinelinux.org/releases: the main repository, two years */
  Alpine: {
    "3.15": "2023-11-01",
    "3.16": "2024-05-23",
    "3.17": "2024-11-22",
    "3.18": "2025-05-09",
    "3.19": "2025-11-01",
    "3.20": "2026-04-01",
    "3.21": "2026-11-01",
    "3.22": "2027-05-01",
    "3.23": "2027-11-01",
  },
};

/** The day on which these schedules were last held against their sources. */
export const schedulesOf = "2026-11-21";

/**
 * The day support ended, where it has; undefined for a version that is supported, or that the schedule does not know.
 * A version is written as its project counts: a major, or "3.20", which as a number would be 3.2.
 */
export function supportEnded(program: string, version: number | string, today: Date = new Date()): string | undefined {
  const day = ends[program]?.[version];
  return day !== undefined && new Date(`${day}T23:59:59Z`) < today ? day : undefined;
}
