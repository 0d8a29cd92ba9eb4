import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { TestStack } from "plimsoll/testing";

/** A component with what a test puts into it. */
export class Box extends pulumi.ComponentResource {
  constructor(name: string, inside: (box: Box) => void = () => undefined, options?: pulumi.ComponentResourceOptions) {
    super("upgrade:index:Box", name, {}, options);
    inside(this);
    this.registerOutputs({});
  }
}

export const volume = (
  name: string,
  args: docker.VolumeArgs = {},
  options?: pulumi.CustomResourceOptions,
): docker.Volume => new docker.Volume(name, args, options);

export const container = (
  args: Partial<docker.ContainerArgs> = {},
  options?: pulumi.CustomResourceOptions,
): docker.Container => new docker.Container("web", { name: "web", image: "nginx", ...args }, options);

export const labelled = (value: string): docker.VolumeArgs => ({ name: "data", labels: [{ label: "edition", value }] });

export const run = (program: () => unknown): Promise<TestStack> => TestStack.run(program, { project: "shop" });
