import type { Application } from "../application/detect";
import { installedBy } from "./managers";
import { dependencies, type StageOptions } from "./stages";

/** Something that was decided about an image, and what it was taken from. */
export interface Reason {
  what: string;
  value: string;
  from: string;
}

export function reasonsOf(application: Application, options: StageOptions): Reason[] {
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
    ...(result.kind === "service" ? asked(options) : []),
  ];
}

/** What the program asks for, rather than the folder. */
const asked = ({ base, packages, bundle, compileCache }: StageOptions): Reason[] => [
  {
    what: "base",
    value: base.run === "scratch" ? `scratch, with Node of ${base.build}` : base.run,
    from: "build.base",
  },
  ...(packages.length === 0 ? [] : [{ what: "packages", value: packages.join(", "), from: "build.packages" }]),
  ...(bundle === undefined ? [] : [{ what: "one file", value: beside(bundle), from: "build.bundle" }]),
  ...(compileCache ? [{ what: "compile cache", value: "warmed by a start", from: "build.compileCache" }] : []),
];

const beside = (external: readonly string[]): string =>
  external.length === 0 ? "of all modules" : `of all modules but ${external.join(", ")}`;
