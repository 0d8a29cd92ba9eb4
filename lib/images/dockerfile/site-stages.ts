import { posix } from "node:path";
import type { Application } from "../application/detect";
import type { Finding } from "../application/notes";
import type { SiteOutput } from "../application/site";
import { quoted, type Stage } from "./instructions";
import { mustBe } from "./service-stages";
import { runAndSettle } from "./settle-times";
import { applicationFolder, argLines, dependencies, dependencyStages, type StageOptions } from "./stages";
import { buildLines } from "./steps";

/** Text compresses; pictures and fonts are compressed already. */
const compressed = ["css", "html", "js", "json", "mjs", "svg", "txt", "wasm", "webmanifest", "xml"];

/** The page is built with Node and served without it. */
export function siteStages(
  application: Application,
  { output }: { output: Finding<SiteOutput> },
  options: StageOptions,
): Stage[] {
  const folder = posix.join(application.workspace?.folder ?? "", output.value.folder);
  const { builds } = application;
  const installs = builds && dependencies(application).installs;
  const text = compressed.map((ending) => `-name '*.${ending}'`).join(" -o ");
  return [
    ...(installs ? dependencyStages(application, options, true) : []),
    {
      comment: "The page, without maps, and compressed once instead of at each request.",
      from: installs ? "dependencies" : options.node,
      as: "build",
      lines: [
        ...(installs ? [] : ["WORKDIR /app"]),
        ...argLines(options),
        `COPY ${applicationFolder}/ ./`,
        ...(builds ? buildLines(application, [mustBe(`${folder}/index.html`)]) : []),
        runAndSettle(
          "/image",
          [],
          `find ${quoted(folder)} -name '*.map' -delete`,
          `find ${quoted(folder)} -type f -size +1k \\( ${text} \\) ! -exec test -e {}.gz \\; -exec gzip -9 -k -n {} +`,
          `mkdir -p /image${posix.dirname(options.root)}`,
          `cp -a ${quoted(folder)} /image${options.root}`,
        ),
      ],
    },
    {
      comment: "The image. The server's configuration comes with the deployment.",
      from: options.nginx,
      lines: ["COPY --from=build /image/ /", "USER 101:101"],
    },
  ];
}
