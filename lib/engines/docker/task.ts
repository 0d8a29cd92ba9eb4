import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { TaskSpec } from "../../spec/service-spec";
import { commonArgs, type Surroundings } from "./container";
import { containerOptions } from "./container-options";
import { engine, underMocks } from "./engine";
import { logTail, taskHooks } from "./hooks";
import type { RenderedImage } from "./image";
import { engineName } from "./names";

/** Names the container of the attempt before, which failed: a new value makes a new attempt. */
const retryLabel = "plimsoll.retry";

/**
 * A task: runs once, to its end. A change of what it is made of runs it again; other limits alone don't.
 *
 * Trap silent-task: the provider can wait for a container's end, but takes any exit code for success, keeps it as done, and
 * has no limit of time. So it only makes the container; a hook runs it, and fails the deployment with its log.
 */
export function renderTask(parent: pulumi.Resource, spec: TaskSpec, image: RenderedImage, around: Surroundings): docker.Container {
  const name = engineName(spec.name);
  return new docker.Container(
    `${spec.name}-container`,
    {
      ...commonArgs(parent, spec, "setup", image, around.network, lastFailure(name)),
      name,
      restart: "no",
      start: false,
      mustRun: false,
    },
    {
      parent,
      ...containerOptions,
      hooks: taskHooks(name, (id) => runTask(id, name, spec)),
      dependsOn: around.dependsOn,
    },
  );
}

/** A failed task is in the state like one that is done. What the engine knows of its end makes the next `up` repeat it. */
async function lastFailure(name: string): Promise<Record<string, string>> {
  if (underMocks()) return {};
  const last = await (await engine())
    .getContainer(name)
    .inspect()
    .catch(() => undefined);
  if (last === undefined) return {};
  const { Status, ExitCode } = last.State;
  if (Status !== "exited" || ExitCode !== 0) return { [retryLabel]: last.Id.slice(0, 12) };
  // Kept: without it the attempt that succeeded would be replaced.
  const before = last.Config.Labels[retryLabel];
  return before === undefined ? {} : { [retryLabel]: before };
}

async function runTask(id: string, name: string, { limits, timeoutMs }: TaskSpec): Promise<void> {
  const container = (await engine()).getContainer(id);
  await container.update({ PidsLimit: limits.pids });
  await container.start();
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), timeoutMs);
  const end = await container
    .wait({ abortSignal: patience.signal })
    .catch((error: unknown) => {
      if (!patience.signal.aborted) throw error;
    })
    .finally(() => clearTimeout(timer));
  if (end?.StatusCode === 0) return;
  const how = end === undefined ? `did not end within ${timeoutMs / 1000} s and was stopped` : `ended with exit code ${end.StatusCode}`;
  if (end === undefined) await container.kill();
  throw new Error(`The task ${name} ${how}; the next pulumi up repeats it. ${await logTail(container)}\nRead more with: docker logs ${name}`);
}
