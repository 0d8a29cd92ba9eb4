import { run, type Stage } from "./instructions";

/** Installs packages of the system, and leaves neither lists nor logs. */
export const installPackages = (program: "apt" | "apk", packages: readonly string[]): string =>
  program === "apk"
    ? run([], `apk add --no-cache ${packages.join(" ")}`)
    : run(
        [],
        "apt-get update",
        `apt-get install --yes --no-install-recommends ${packages.join(" ")}`,
        "rm -rf /var/lib/apt/lists/* /var/cache/debconf/* /var/cache/ldconfig/* /var/log/*",
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
