import { run } from "./instructions";

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
