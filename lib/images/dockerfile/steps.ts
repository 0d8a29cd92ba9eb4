import type { Application, BuildStep } from "../application/detect";
import { ownScripts } from "../application/install-scripts";
import { quoted, run } from "./instructions";

/** Packages whose programs write into node_modules what another one loads from there. */
const generating = ["@prisma/client"];

/** Whether what the steps write into node_modules is part of the application. */
export const keepsGenerated = ({ manifest, manifests, steps }: Application): boolean =>
  steps.some(({ folder, script }) => ownScripts(manifests[folder] ?? manifest).includes(script)) ||
  generating.some((name) => name in manifest.dependencies);

const generated = "/tmp/generated";
/** Tools keep there what they can make again. */
const caches = [".cache", ".vite", ".vite-temp", ".astro", ".bin"];

/** Puts what the steps wrote into node_modules where the modules, which another stage installs, have it below them. */
export const keepGenerated = `cp -a ${generated}/. /result`;

/** The scripts of package.json that make the application, and the checks of what they made. */
export function buildLines(application: Application, checks: readonly string[]): string[] {
  const commands = [...application.steps.map(command), ...checks];
  if (!keepsGenerated(application)) return [run([], ...commands)];
  const apart = caches.map((name) => `! -path '*/node_modules/${name}/*' `).join("");
  return [
    run(
      [],
      "touch /tmp/installed",
      ...commands,
      `mkdir ${generated}`,
      `find . -path '*/node_modules/*' ${apart}! -type d -newer /tmp/installed -exec cp -a --parents -t ${generated} {} +`,
    ),
  ];
}

/** npm is there whichever manager installed, and asks for nothing but the script. */
const command = ({ folder, script }: BuildStep): string =>
  folder === "" ? `npm run ${script}` : `(cd ${quoted(folder)} && npm run ${script})`;
