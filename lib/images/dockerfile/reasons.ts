import type { Application } from "../application/detect";
import { dependencies } from "./stages";

/** Something that was decided about an image, and what it was taken from. */
export interface Reason {
  what: string;
  value: string;
  from: string;
}

export function reasonsOf(application: Application): Reason[] {
  const { manager, node, scripts, builds, result } = application;
  const { installs } = dependencies(application);
  const { name, version, exact } = manager.value;
  const installed = `${name}${version === undefined ? "" : ` ${version}`} ${exact ? "ci" : "install"}`;
  const script = 'the script "build" in package.json';
  return [
    { what: "Node", value: String(node.value), from: node.from },
    ...(installs ? [{ what: "dependencies", value: installed, from: manager.from }] : []),
    ...(scripts.compiling.length === 0
      ? []
      : [
          {
            what: "compilers",
            value: "g++, make, python3",
            from: `install scripts of ${scripts.compiling.join(", ")}`,
          },
        ]),
    ...(builds ? [{ what: "build", value: `${name} run build`, from: script }] : []),
    result.kind === "service"
      ? { what: "start", value: result.start.command.join(" "), from: result.start.from }
      : { what: "page", value: result.output.value.folder, from: result.output.from },
  ];
}
