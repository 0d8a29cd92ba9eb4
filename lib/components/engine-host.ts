import * as pulumi from "@pulumi/pulumi";
import { engineCapacity } from "../engines/docker/capacity";
import { underMocks } from "../engines/docker/engine";
import type { Host } from "../plan/host";
import { formatMemory } from "../units/memory";
import { programOfThisRun } from "./program";

/**
 * The machine that the Docker Engine runs on, for {@link planHost}; `plimsoll:host` of the stack's configuration says
 * another one. Limits then follow from the machine that runs the program: say the host in the program, where every
 * preview shall be the same.
 *
 * @example
 * const plan = planHost(await engineHost(), { db: TunedPostgres.demand });
 *
 * @throws pulumi.RunError under mocks, where no engine is asked and no configuration says the host
 */
export async function engineHost(): Promise<Host> {
  const configured = new pulumi.Config("plimsoll").get("host");
  if (configured !== undefined) return configured;
  if (underMocks() && programOfThisRun().trial === undefined) {
    throw new pulumi.RunError(
      'Under mocks no engine is asked. Set "plimsoll:host" in the test\'s configuration, such as "4cpu,8GiB".',
    );
  }
  const { cpus, memoryMiB } = await engineCapacity();
  return { cpus, memory: formatMemory(memoryMiB) };
}
