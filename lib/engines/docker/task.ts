import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { ContainerInspectInfo } from "dockerode";
import type { TaskSpec } from "../../spec/service-spec";
import { attemptLabel } from "./attempt";
import { commonArgs, type Surroundings } from "./container";
import { containerOptions } from "./container-options";
import { engine } from "./engine";
import { logTail, taskHooks } from "./hooks";
import type { RenderedImage } from "./image";
import { engineName } from "./names";
import { limitPids } from "./pids";

/**
 * A task: runs once, to its end. A change of what it is made of runs it again; other limits alone don't.
 *
 * Trap silent-task: the provider can wait for a container's end, but takes any exit code for success, keeps it as done, and
 * has no limit of time. So it only makes the container; a hook runs it, and fails the deployment with its log.
 */
export function renderTask(
  parent: pulumi.Resource,
  spec: TaskSpec,
  image: RenderedImage,
  around: Surroundings,
): docker.Container {
  const name = engineName(spec.name);
  return new docker.Container(
    `${spec.name}-container`,
    {
      ...commonArgs(parent, spec, "setup", image, around.network, attemptLabel(name, succeeded)),
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

const succeeded = ({ State }: ContainerInspectInfo): boolean => State.Status === "exited" && State.ExitCode === 0;

async function runTask(id: string, name: string, { limits, timeoutMs }: TaskSpec): Promise<void> {
  const container = (await engine()).getContainer(id);
  await limitPids(container, limits.pids);
  await container.start();
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), timeoutMs);
  const ended = container.wait({ abortSignal: patience.signal }) as Promise<{ StatusCode: number }>;
  const end = await ended
    .catch((error: unknown) => {
      if (!patience.signal.aborted) throw error;
      return undefined;
    })
    .finally(() => clearTimeout(timer));
  if (end?.StatusCode === 0) return;
  const how =
    end === undefined
      ? `did not end within ${timeoutMs / 1000} s and was stopped`
      : `ended with exit code ${end.StatusCode}`;
  if (end === undefined) await container.kill();
  throw new Error(
    `The task ${name} ${how}; the next pulumi up repeats it. ${await logTail(container)}\nRead more with: docker logs ${name}`,
  );
}
