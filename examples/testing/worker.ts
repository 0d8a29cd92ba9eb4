import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

/** Arguments of {@link Worker}. */
export interface WorkerArgs {
  image: pulumi.Input<string>;
  /** MiB for each of them. @default 128 */
  memory?: number;
  /** How many. @default 1 */
  count?: number;
}

/** Containers that take jobs from a queue: a component of your own, which knows nothing of plimsoll. */
export class Worker extends pulumi.ComponentResource {
  readonly names: pulumi.Output<string[]>;

  constructor(name: string, { image, memory = 128, count = 1 }: WorkerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("shop:index:Worker", name, {}, opts);
    const containers = Array.from(
      { length: count },
      (_, index) => new docker.Container(`${name}-${index}`, { image, memory, restart: "always" }, { parent: this }),
    );
    this.names = pulumi.output(containers.map((container) => container.name));
    this.registerOutputs({ names: this.names });
  }
}
