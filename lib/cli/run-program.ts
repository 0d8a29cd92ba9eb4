import * as pulumi from "@pulumi/pulumi";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { programOfThisRun, type Program } from "../components/program";
import type { HostCapacity } from "../plan/host";
import { Advice, secretStandIn, type Project } from "./project";

/** Programs are found at run time, where no import can name them. */
const load = createRequire(__filename);

/**
 * Runs a stack program without Pulumi's engine: every resource is a stand-in, nothing is asked and nothing is made. What
 * its services declared comes back, with every rule they break.
 */
export async function runProgram(project: Project, host?: HostCapacity): Promise<Program> {
  // Outputs that need a real engine or a real secret reject on their own, and no plan waits for them.
  process.on("unhandledRejection", () => undefined);
  pulumi.runtime.setAllConfig(project.config);
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs as Record<string, unknown> }),
      call: ({ inputs }) => inputs as Record<string, unknown>,
    },
    project.name,
    project.stack,
    true,
  );
  standInForSecrets();
  const program = programOfThisRun();
  program.trial = { broken: [], ...(host === undefined ? {} : { host }) };
  process.chdir(project.folder);
  await runFile(project.program);
  if (program.services.length === 0) {
    throw new Advice(
      `${project.program} declared no services. Does it use the same copy of plimsoll as this command? Then \`npx plimsoll\` in its folder.`,
    );
  }
  return program;
}

/** A stack whose secrets are not set yet, or can't be read here, has a plan all the same. */
function standInForSecrets(): void {
  pulumi.Config.prototype.requireSecret = function (this: pulumi.Config, key: string) {
    return pulumi.secret(this.get(key) ?? secretStandIn);
  } as typeof pulumi.Config.prototype.requireSecret;
}

/** A program is a module, or a function that a module exports, as Pulumi takes it. */
async function runFile(file: string): Promise<void> {
  if (file.endsWith(".ts")) registerTypeScript();
  const exported: unknown = file.endsWith(".mjs") ? await import(pathToFileURL(file).href) : await loadAny(file);
  const main = typeof exported === "object" && exported !== null && "default" in exported ? exported.default : exported;
  if (typeof main === "function") await (main as () => unknown)();
}

async function loadAny(file: string): Promise<unknown> {
  try {
    return load(file) as unknown;
  } catch (error) {
    if (
      (error as NodeJS.ErrnoException).code !== "ERR_REQUIRE_ESM" &&
      (error as NodeJS.ErrnoException).code !== "ERR_REQUIRE_ASYNC_MODULE"
    )
      throw error;
    return await import(pathToFileURL(file).href);
  }
}

/** The compiler that Pulumi itself runs TypeScript programs with; types were checked by whoever wrote them. */
function registerTypeScript(): void {
  const { typeScriptRequireStrings } = load("@pulumi/pulumi/tsutils") as {
    typeScriptRequireStrings: () => { tsnodeRequire: string; typescriptRequire: string };
  };
  const { tsnodeRequire, typescriptRequire } = typeScriptRequireStrings();
  const { register } = load(tsnodeRequire) as { register: (options: object) => void };
  register({
    transpileOnly: true,
    skipProject: true,
    compiler: typescriptRequire,
    compilerOptions: { target: "es2020", module: "commonjs", esModuleInterop: true },
  });
}
