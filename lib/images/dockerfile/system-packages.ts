import { run, type Stage } from "./instructions";
import { stillTimes } from "./settle-times";

/** Installs packages of the system, and leaves neither lists, archives nor logs; what it wrote has times that say nothing. */
export const installPackages = (program: "apt" | "apk", packages: readonly string[]): string =>
  program === "apk"
    ? run([], `apk add --no-cache ${packages.join(" ")}`)
    : run(
        [],
        'start="$(date +%s)"',
        "apt-get update",
        `apt-get install --yes --no-install-recommends ${packages.join(" ")}`,
        "rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/ldconfig/* /var/log/*",
        stillTimes("/etc /usr /var", ' -xdev -newermt "@$start" ! -name hosts ! -name resolv.conf'),
      );

/** The stage that an image with packages of the system begins from. */
export const packagesStage = (
  from: string,
  program: "apt" | "apk",
  packages: readonly string[],
): Stage & { as: string } => ({
  comment: "System packages, without what they only recommend.",
  from,
  as: "base",
  lines: [installPackages(program, packages)],
});
