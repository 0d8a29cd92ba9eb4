import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";

/** A Pulumi project as its files describe it. */
export interface Project {
  name: string;
  stack: string;
  /** The program's file. */
  program: string;
  /** The folder that the program's relative paths start from. */
  folder: string;
  /** Configuration of the stack, by full key. Secrets are not decrypted: no plan depends on one. */
  config: Record<string, string>;
}

/** What a user can mend himself; told without a stack trace. */
export class Advice extends Error {}

/** What stands in the place of a secret. */
export const secretStandIn = "a secret, which a plan does not read";

/** Finds the project in or above a folder, and its stack's configuration. */
export function openProject(from: string, stack: string | undefined): Project {
  const root = projectRoot(resolve(from));
  const project = yaml(join(root, "Pulumi.yaml")) as { name?: string; main?: string; config?: Record<string, unknown> };
  if (typeof project.name !== "string") throw new Advice(`${join(root, "Pulumi.yaml")} gives the project no name.`);
  const chosen = chooseStack(root, stack);
  const file = join(root, `Pulumi.${chosen}.yaml`);
  const own = existsSync(file) ? (yaml(file) as { config?: Record<string, unknown> }).config : {};
  const target = resolve(root, project.main ?? ".");
  const program = programFile(target);
  return {
    name: project.name,
    stack: chosen,
    program,
    folder:
      dirname(program) === target || statSync(target, { throwIfNoEntry: false })?.isDirectory()
        ? target
        : dirname(target),
    config: { ...configOf(project.name, project.config, true), ...configOf(project.name, own, false) },
  };
}

function projectRoot(folder: string): string {
  if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
  const above = dirname(folder);
  if (above === folder)
    throw new Advice("There is no Pulumi.yaml here or above. Call it in a project's folder, or write --cwd.");
  return projectRoot(above);
}

const yaml = (file: string): unknown => parse(readFileSync(file, "utf8")) ?? {};

/** The stack that was asked for, else the only one; a project without any still has a program to look at. */
function chooseStack(root: string, asked: string | undefined): string {
  if (asked !== undefined) return asked.split("/").at(-1) ?? asked;
  const stacks = readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  if (stacks.length > 1)
    throw new Advice(`There are several stacks (${stacks.toSorted().join(", ")}): write --stack and one of them.`);
  return stacks[0] ?? "plan";
}

/** A folder means its package's main file, else its index; TypeScript goes first, as Pulumi takes it. */
function programFile(target: string): string {
  const isFolder = statSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const packageFile = join(target, "package.json");
  const main =
    isFolder && existsSync(packageFile)
      ? (JSON.parse(readFileSync(packageFile, "utf8")) as { main?: string }).main
      : undefined;
  const candidates = isFolder
    ? [...(main === undefined ? [] : [main]), "index.ts", "index.js", "index.mjs", "index.cjs"].map((file) =>
        join(target, file),
      )
    : [target, `${target}.ts`, `${target}.js`];
  const found = candidates.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  if (found === undefined) throw new Advice(`There is no program at ${target}. If it is compiled, build it first.`);
  return found;
}

/** `{ value: x }` and `{ default: x }` are how Pulumi.yaml writes defaults; `{ secure: ... }` is a secret. */
function configOf(
  project: string,
  given: Record<string, unknown> | undefined,
  isProject: boolean,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given ?? {}).flatMap(([key, raw]): [string, string][] => {
      const object = typeof raw === "object" && raw !== null ? (raw as Record<string, unknown>) : undefined;
      const value = isProject && object !== undefined ? (object["value"] ?? object["default"]) : raw;
      if (value === undefined || value === null) return [];
      const text =
        object !== undefined && "secure" in object
          ? secretStandIn
          : typeof value === "string"
            ? value
            : JSON.stringify(value);
      return [[key.includes(":") ? key : `${project}:${key}`, text]];
    }),
  );
}
