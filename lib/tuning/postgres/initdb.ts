import { type SettledSetting, type Setting, settingsAt } from "../setting";
import type { PostgresLimits } from "./limits";

const builtin = ({ major }: Pick<PostgresLimits, "major">): boolean => major >= 17;

export const initdbSettings: Setting<PostgresLimits>[] = [
  {
    name: "--data-checksums",
    place: "initdb",
    from: [],
    value: () => true,
    reason: "a broken disk is noticed when a page is read; the default from 18 on",
    source: "PostgreSQL 18 release notes",
  },
  {
    name: "--encoding",
    place: "initdb",
    from: [],
    value: () => "UTF8",
    reason: "every text fits, whatever locale the image has",
    source: "PostgreSQL manual, initdb",
  },
  {
    name: "--locale-provider",
    place: "initdb",
    from: ["major"],
    value: (limits) => (builtin(limits) ? "builtin" : undefined),
    reason: "order of text that doesn't change with the image's C library, whose updates break text indexes",
    source: "docker-library/postgres #1356; from 17 on",
  },
  {
    name: "--builtin-locale",
    place: "initdb",
    from: ["major"],
    value: (limits) => (builtin(limits) ? "C.UTF-8" : undefined),
    reason: "by code point, with the whole of Unicode's upper and lower case",
    source: "PostgreSQL 17 release notes",
  },
  {
    name: "--locale",
    place: "initdb",
    from: ["major"],
    value: (limits) => (builtin(limits) ? undefined : "C.UTF-8"),
    reason: "by code point: the order that a change of the C library leaves alone",
    source: "docker-library/postgres #1356",
  },
  ...["--auth-host", "--auth-local"].map((name): Setting<PostgresLimits> => ({
    name,
    place: "initdb",
    from: [],
    value: () => "scram-sha-256",
    reason: "a login needs a password, on the socket too, which is open to everybody by default",
    source: "PostgreSQL manual, initdb",
  })),
  {
    name: "-c huge_pages",
    place: "initdb",
    from: ["major"],
    value: ({ major }) => (major >= 16 ? "off" : undefined),
    reason: "with a zero hugetlb limit, `try` ends in SIGBUS at initdb; initdb takes settings from 16 on",
    source: "docker-library/postgres #451",
  },
];

/** The arguments of initdb, as one text. */
export const initdbArguments = (settings: readonly SettledSetting[]): string =>
  settingsAt(settings, "initdb")
    .map(({ name, value }) => (value === true ? name : `${name}=${value}`))
    .join(" ");
