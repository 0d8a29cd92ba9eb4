import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { describeSteps } from "../../../lib/testing/real/changes";
import { Listener, type RealRun } from "../../../lib/testing/real/run";

const metadata = (more: object): StepEventMetadata =>
  ({
    op: "update",
    urn: "urn:pulumi:a::b::docker:index/container:Container::web",
    type: "docker:index/container:Container",
    ...more,
  }) as StepEventMetadata;

const state = (inputs: object, outputs: object = {}): object => ({ inputs, outputs });

function heard(...events: object[]): RealRun {
  const listener = new Listener();
  for (const event of events) listener.onEvent(event as EngineEvent);
  return listener.run;
}

const before = (more: object): object => ({ resourcePreEvent: { metadata: metadata(more) } });

/** What a person reads of one resource's changes. */
const lines = (more: object): string[] =>
  describeSteps(heard(before(more)).steps)
    .split("\n")
    .slice(1);

describe("what a run did", () => {
  for (const { title, op, operation } of [
    { title: "what stays is no step", op: "same", operation: [] },
    { title: "what is only read is no step", op: "read", operation: [] },
    { title: "what a refresh only looks at is no step", op: "refresh", operation: [] },
    { title: "an adopted resource is created", op: "import", operation: ["create"] },
    { title: "each part of a replacement is one", op: "create-replacement", operation: ["replace"] },
    { title: "so is the deletion of what was replaced", op: "delete-replaced", operation: ["replace"] },
    { title: "a deletion", op: "delete", operation: ["delete"] },
  ])
    it(title, () => expect(heard(before({ op })).steps.map((step) => step.operation)).to.deep.equal(operation));

  it("a resource is told once, with the comparison of whichever event brought it", () => {
    const detailedDiff = { image: { diffKind: "update-replace", inputDiff: false } };
    const { steps } = heard(
      before({ op: "delete-replaced" }),
      before({ op: "replace", detailedDiff, old: state({ image: "a" }), new: state({ image: "b" }) }),
    );
    expect(describeSteps(steps)).to.equal(
      'replace web (docker:index/container:Container)\n  image: "a" -> "b", which replaces it',
    );
  });

  it("the stack and default providers are nobody's resources", () => {
    const own = [
      { type: "pulumi:pulumi:Stack" },
      { type: "pulumi:providers:docker", urn: "urn:pulumi:a::b::pulumi:providers:docker::default_5_2_0" },
    ];
    expect(heard(...own.map((more) => before({ op: "create", ...more }))).steps).to.deep.equal([]);
  });

  it("says what was said, without colours, progress and debugging", () => {
    const message = (more: object): object => ({ diagnosticEvent: { severity: "error", message: "", ...more } });
    const { said } = heard(
      message({ message: "<{%fg 1%}>it failed<{%reset%}>\n" }),
      message({ message: "still going", ephemeral: true }),
      message({ message: "grpc", severity: "debug" }),
    );
    expect(said).to.equal("it failed");
  });
});

describe("what of a resource changes", () => {
  const change = (path: string, diffKind: string, old: object, next: object): string[] =>
    lines({ detailedDiff: { [path]: { diffKind, inputDiff: false } }, old, new: next });

  for (const { title, path, kind = "update", old, next, reads } of [
    { title: "a value", path: "memory", old: { memory: 32 }, next: { memory: 48 }, reads: "memory: 32 -> 48" },
    {
      title: "a value in a list",
      path: "labels[1].value",
      old: { labels: [{}, { value: "a" }] },
      next: { labels: [{}, { value: "b" }] },
      reads: 'labels[1].value: "a" -> "b"',
    },
    {
      title: "a key with a dot",
      path: 'triggers["a.b"]',
      old: { triggers: { "a.b": 1 } },
      next: { triggers: { "a.b": 2 } },
      reads: 'triggers["a.b"]: 1 -> 2',
    },
    {
      title: "a secret, or what lies in a secret list",
      path: "envs[0]",
      old: { envs: "[secret]" },
      next: { envs: "[secret]" },
      reads: 'envs[0]: "[secret]" -> "[secret]"',
    },
    { title: "what is added", path: "tty", kind: "add", old: {}, next: { tty: true }, reads: "tty: added true" },
    {
      title: "what is removed",
      path: "tty",
      kind: "delete-replace",
      old: { tty: true },
      next: {},
      reads: "tty: removed true, which replaces it",
    },
    {
      title: "what only the update will know",
      path: "image",
      old: { image: "a" },
      next: {},
      reads: 'image: "a" -> (not known yet)',
    },
  ])
    it(title, () => expect(change(path, kind, state(old), state(next))).to.deep.equal([`  ${reads}`]));

  it("compares with what the provider reads back, where the program says nothing", () =>
    expect(change("shmSize", "delete", state({}, { shmSize: 64 }), state({}))).to.deep.equal([
      "  shmSize: removed 64",
    ]));

  it("shortens what nobody would read", () => {
    const [line = ""] = change("content", "add", state({}), state({ content: "x".repeat(500) }));
    expect(line)
      .to.have.length.below(120)
      .and.match(/\.\.\.$/);
  });

  it("names the properties alone where a provider compares no further", () =>
    expect(
      lines({ diffs: ["a", "b"], keys: ["b"], old: state({ a: 1, b: 1 }), new: state({ a: 2, b: 2 }) }),
    ).to.deep.equal(["  a: 1 -> 2", "  b: 1 -> 2, which replaces it"]));
});
