import type { Application } from "../application/detect";
import type { Start } from "../application/start-command";
import { exec, type Stage } from "./instructions";
import { applicationFolder, dependencies, type StageOptions } from "./stages";

/** What the stages before made. */
export interface Made {
  start: Start;
  /** The stage with the modules that the image needs. */
  modules: string;
}

/** The stage that becomes the image: what runs, and nothing that only a build needs. */
export function resultStage(application: Application, { start, modules }: Made, options: StageOptions): Stage {
  const { production } = dependencies(application);
  return {
    comment: "The image: dependencies below, the application above.",
    from: options.node,
    lines: [
      `ENV ${environment({ NODE_ENV: "production", ...start.environment })}`,
      "WORKDIR /app",
      ...(production ? [`COPY --from=${modules} /app/node_modules ./node_modules`] : []),
      application.builds ? "COPY --from=build /result ./" : `COPY ${applicationFolder}/ ./`,
      "USER 1000:1000",
      `CMD ${exec(start.command)}`,
    ],
  };
}

/** A dollar would stand for another variable. */
const environment = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${JSON.stringify(value).replaceAll("$", "\\$")}`)
    .join(" ");
