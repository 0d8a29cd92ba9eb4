import * as pulumi from "@pulumi/pulumi";
import { unknown } from "./test-resource";

/** The value of an output, secrets opened: {@link unknown} where a preview does not know it. */
export async function valueOf<Value>(output: pulumi.Input<Value>): Promise<pulumi.Unwrap<Value>> {
  const settled = pulumi.output(output) as unknown as { promise: (withUnknowns: boolean) => Promise<unknown> };
  const value = await settled.promise(true);
  return (pulumi.isUnknown(value) ? unknown : value) as pulumi.Unwrap<Value>;
}
