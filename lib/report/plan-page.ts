import type { HostView } from "../plan/host-view";
import { formatMemory } from "../units/memory";
import { escape, planPicture } from "./plan-picture";

/** The picture with its table, as a page that needs nothing else. */
export function planPage(view: HostView): string {
  const rows = view.services.map(({ name, component, memoryMiB, cpus, sureCpus, reason }) =>
    [name, component, formatMemory(memoryMiB), String(cpus), sureCpus.toFixed(2), reason]
      .map((cell) => `<td>${escape(cell)}</td>`)
      .join(""),
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>The load and its line</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; color: #1b2733; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: 0.35rem 0.6rem; border-bottom: 1px solid #dde3e8; vertical-align: top; }
  pre { background: #fdf0f0; padding: 1rem; white-space: pre-wrap; }
</style>
${planPicture(view)}
<table>
<tr><th>service</th><th>component</th><th>memory</th><th>CPUs</th><th>for sure</th><th>why</th></tr>
${rows.map((row) => `<tr>${row}</tr>`).join("\n")}
</table>
${view.contradictions.map((contradiction) => `<pre>${escape(contradiction)}</pre>`).join("\n")}
</html>
`;
}
