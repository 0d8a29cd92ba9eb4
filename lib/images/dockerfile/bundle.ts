import type { Application } from "../application/detect";
import { bundler } from "../pinned";
import { bundleFile } from "./bundle-script";
import { quoted, type Stage } from "./instructions";
import { downloading } from "./npm";
import { runAndSettle } from "./settle-times";
import { applicationFolder, type StageOptions } from "./stages";

/** How a service is made into one file. */
export interface Bundle {
  /** The file that node starts, which the bundle takes the place of. */
  file: string;
  /** Stage that has the modules. */
  modules: string;
  /** Packages that stay as they are. */
  external: readonly string[];
  maps: boolean;
}

/** The stages that end with the application in /image/app, its program and all modules of it in one file. */
export function bundleStages(application: Application, bundle: Bundle, options: StageOptions): Stage[] {
  const { file, modules, external, maps } = bundle;
  const esm = file.endsWith(".mjs") || (application.manifest.type === "module" && !file.endsWith(".cjs"));
  const how = { file, target: `node${application.node.value}`, esm, maps, external };
  return [
    {
      comment: "The bundler, which is in no image.",
      from: options.base.build,
      as: "bundler",
      lines: [downloading(`npm install --prefix /bundler --no-audit --no-fund ${bundler}`)],
    },
    {
      comment: "The program and its modules in one file: the image is smaller, and it starts faster.",
      from: modules,
      as: "application",
      lines: [
        "COPY --from=bundler /bundler /bundler",
        application.builds ? "COPY --from=build /result /image/app" : `COPY ${applicationFolder}/ /image/app/`,
        "WORKDIR /image/app",
        runAndSettle(
          "/image",
          [`type=bind,source=${bundleFile},target=/${bundleFile}`],
          `node /${bundleFile} ${quoted(JSON.stringify(how))}`,
        ),
      ],
    },
  ];
}
