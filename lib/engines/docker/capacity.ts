import { engine } from "./engine";

/** CPUs and memory of the machine that the engine runs on. */
export interface EngineCapacity {
  cpus: number;
  memoryMiB: number;
}

let capacity: Promise<EngineCapacity> | undefined;

/** Asked once in each run: a machine does not grow meanwhile. */
export function engineCapacity(): Promise<EngineCapacity> {
  capacity ??= readCapacity();
  return capacity;
}

async function readCapacity(): Promise<EngineCapacity> {
  const { NCPU, MemTotal } = (await (await engine()).info()) as { NCPU: number; MemTotal: number };
  return { cpus: NCPU, memoryMiB: Math.floor(MemTotal / 1_048_576) };
}
