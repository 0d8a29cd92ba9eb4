import { settle, type SettledSetting, type Setting } from "./setting";

/** What a Node process may use. */
export interface NodeLimits {
  /** Hard memory limit of the container, in MiB. */
  memoryMiB: number;
  /** Old space of the heap in MiB, where the user gave it. */
  heapMiB?: number;
}

/** Memory that code, stacks, buffers and threads of a Node service take outside the heap, in MiB (measured 50 to 60, doubled for buffers). */
export const nodeNativeReserveMiB = 96;

/** Old space of the heap in MiB: 62 % of up to 256 MiB, 75 % of up to 2 GiB, 80 % above, never without the native reserve. */
export function nodeHeapMiB({ memoryMiB, heapMiB }: NodeLimits): number {
  if (heapMiB !== undefined) return heapMiB;
  const share = memoryMiB <= 256 ? 0.62 : memoryMiB <= 2048 ? 0.75 : 0.8;
  return Math.max(32, Math.min(Math.floor(memoryMiB * share), memoryMiB - nodeNativeReserveMiB));
}

export const nodeSettings: Setting<NodeLimits>[] = [
  {
    name: "--max-old-space-size",
    unit: "MiB",
    from: ["memoryMiB", "heapMiB"],
    value: nodeHeapMiB,
    reason: "below the memory limit, so that a leak ends with V8's readable heap error and not with a silent kill",
    source: "measured: Node's own default is 259 MiB in a container of 256 MiB; nodejs/node #64646",
  },
  {
    name: "--max-semi-space-size",
    unit: "MiB",
    from: ["memoryMiB"],
    value: ({ memoryMiB }) => (memoryMiB >= 512 ? 16 : undefined),
    reason: "fewer scavenges: 15 % less CPU per request at 512 MiB for the same resident memory",
    source: "measured on Node 24, an allocating endpoint; nodejs/node #55487",
  },
];

export const tuneNode = (limits: NodeLimits): SettledSetting[] => settle(nodeSettings, limits);

/** The value of NODE_OPTIONS. Only flags that Node accepts there stand in the list (`process.allowedNodeEnvironmentFlags`). */
export const nodeOptions = (settings: readonly SettledSetting[]): string =>
  settings.map(({ name, value }) => `${name}=${value}`).join(" ");
