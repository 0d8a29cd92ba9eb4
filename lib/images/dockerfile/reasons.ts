import type { Application } from "../application/detect";
import { installedBy } from "./managers";
import { dependencies } from "./stages";

/** Something that was decided about an image, and what it was taken from. */
export interface Reason {
  what: string;
  value: string;
  from: string;
}

export function reasonsOf(application: Application): Reason[] {
  const { manager, node, scripts, steps, result } = application;
  const { installs } = dependencies(application);
  return [
    { what: "Node", value: String(node.value), from: node.from },
    ...(installs ? [{ what: "dependencies", value: installedBy(application), from: manager.from }] : []),
    ...(scripts.compiling.length === 0
      ? []
      : [
          {
            what: "compilers",
            value: "g++, make, python3",
            from: `install scripts of ${scripts.compiling.join(", ")}`,
          },
        ]),
    ...(result.kind === "development" ? [] : steps).map(({ folder, script }) => ({
      what: "build",
      value: `npm run ${script}`,
      from: `the script "${script}" in ${folder === "" ? "" : `${folder}/`}package.json`,
    })),
    result.kind === "service"
      ? { what: "start", value: result.start.command.join(" "), from: result.start.from }
      : result.kind === "development"
        ? { what: "start", value: result.run.command.join(" "), from: result.run.from }
        : { what: "page", value: result.output.value.folder, from: result.output.from },
  ];
}
