import * as pulumi from "@pulumi/pulumi";
import { describeFault, describeFaults, type Fault } from "../validation/fault";

/**
 * Throws one error that carries every fault of a component, before anything is registered. Does nothing without faults.
 * @throws pulumi.InputPropertiesError with a property path and a remedy for each fault
 */
export function refuse(component: string, name: string, faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const error = new pulumi.InputPropertiesError({
    message: describeFaults(component, name, faults),
    errors: faults.map((fault) => ({ propertyPath: fault.path, reason: describeFault(fault) })),
  });
  // The stack trace of a wrong argument points into this library; the message says all there is to know.
  error.stack = error.message;
  throw error;
}

/** Says what works and should still be changed. */
export function warn(component: string, name: string, warnings: readonly Fault[]): void {
  for (const warning of warnings) void pulumi.log.warn(`${component} "${name}": ${describeFault(warning)}`);
}
