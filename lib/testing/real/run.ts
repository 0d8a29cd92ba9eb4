import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { propertyChanges, type PropertyChange } from "./changes";

/** What a run did to a resource, or in a preview would do. In a refresh: what had happened to it meanwhile. */
export type Operation = "create" | "update" | "replace" | "delete";

export interface RealStep {
  readonly urn: string;
  /** Type token, such as `docker:index/container:Container`. */
  readonly type: string;
  /** Pulumi's name: the first argument of the constructor. */
  readonly name: string;
  readonly operation: Operation;
  /** For an update or a replacement: which properties, as the provider compares them. */
  readonly changes: readonly PropertyChange[];
}

/** What one run of Pulumi came to. */
export interface RealRun {
  /** What changed or would; nothing for what stays as it is. */
  readonly steps: readonly RealStep[];
  /** Every message, errors among them. */
  readonly said: string;
}

/** Gathers what the engine tells while it runs. */
export class Listener {
  readonly #steps = new Map<string, RealStep>();
  readonly #messages: string[] = [];

  /** A refresh knows only at the end of each resource what has become of it. */
  constructor(
    private readonly when: "before" | "after" = "before",
    private readonly onProgress: (line: string) => void = () => undefined,
  ) {}

  readonly onEvent = (event: EngineEvent): void => {
    const { diagnosticEvent: said, resourcePreEvent, resOutputsEvent, resOpFailedEvent } = event;
    if (said !== undefined && !said.ephemeral && (said.severity as string) !== "debug") {
      const message = plain(said.message);
      if (message !== saysNothing) this.#messages.push(message);
    }
    if (resourcePreEvent !== undefined) this.#note(resourcePreEvent.metadata, "before");
    if (resOutputsEvent !== undefined) this.#note(resOutputsEvent.metadata, "after", ", done");
    if (resOpFailedEvent !== undefined) this.#note(resOpFailedEvent.metadata, "after", ", failed");
  };

  get run(): RealRun {
    return { steps: [...this.#steps.values()], said: this.#messages.join("\n") };
  }

  #note(metadata: StepEventMetadata, when: "before" | "after", how = ""): void {
    const operation = operationOf(metadata.op);
    const { urn, type } = metadata;
    const name = urn.split("::").at(-1) ?? urn;
    if (operation === undefined || isPulumisOwn(type, name)) return;
    this.onProgress(`${operation} ${name} (${type})${how}`);
    if (when !== this.when) return;
    const before = this.#steps.get(urn);
    const changes = propertyChanges(metadata);
    if (before === undefined || (changes.length > 0 && before.changes.length === 0))
      this.#steps.set(urn, { urn, type, name, operation: before?.operation ?? operation, changes });
  }
}

/** What the SDK adds to the errors that it has told. */
const saysNothing = "One or more errors occurred. Check logs for more details";

/** What a program gets without asking for it. */
const isPulumisOwn = (type: string, name: string): boolean =>
  type === "pulumi:pulumi:Stack" || (type.startsWith("pulumi:providers:") && name.startsWith("default"));

/** A replacement comes in steps: made, replaced, deleted. */
function operationOf(op: string): Operation | undefined {
  if (op.includes("replace")) return "replace";
  if (op.startsWith("import")) return "create";
  return (["create", "update", "delete"] as const).find((operation) => operation === op);
}

/** Without the CLI's colour marks. */
const plain = (message: string): string => message.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
