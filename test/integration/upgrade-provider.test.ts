import { expect } from "chai";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { changedInputs } from "../../lib/testing/upgrade/input-changes";
import type { RecordedResource } from "../../lib/testing/upgrade/recorded-stack";
import { describeOnEngine } from "../support/engine";
import { dockerInputs, type Inputs } from "../upgrade/docker-inputs";
import { DockerProvider } from "../upgrade/docker-provider";

type Properties = Record<string, unknown>;

const resource = (type: string, inputs: Properties): RecordedResource => ({
  urn: `urn:pulumi:stack::project::${type}::one`,
  type,
  name: "one",
  custom: true,
  inputs,
});

/** What the rules say, in one word. */
function foretold(type: string, before: Properties, after: Properties): string {
  const effects = changedInputs(resource(type, before), resource(type, after), {}, String).map(({ effect }) => effect);
  return effects.includes("replaces") ? "replaces" : (effects[0] ?? "nothing");
}

/** The inputs that the SDK's class passes on. */
function inputsOf(type: string): string[] {
  const file = createRequire(__filename).resolve(`@pulumi/docker/${type.split("/")[1]?.split(":")[0] ?? ""}.js`);
  const given = readFileSync(file, "utf8").matchAll(/resourceInputs\["(\w+)"\] = args\?\./g);
  return [...given].map(([, name]) => name ?? "");
}

/** What may happen to an input. */
function edits(input: string, { needs, values, insteadOf = {} }: Inputs): Record<string, [Properties, Properties]> {
  const [one, other] = values[input] ?? [];
  const others = Object.entries(needs).filter(([name]) => name !== input && name !== insteadOf[input]);
  const without = Object.fromEntries(others);
  const [first, second] = [
    { ...without, [input]: one },
    { ...without, [input]: other },
  ];
  const changed: [Properties, Properties] = [first, second];
  if (input in needs || input in insteadOf) return { changed };
  return { changed, added: [without, first], removed: [first, without] };
}

/** Where the rules are more careful than the provider: what it would keep is said to be replaced. */
const careful: Record<string, Record<string, string>> = { cluster: { removed: "updates" } };

describeOnEngine("what changed inputs do is what the docker provider itself answers", () => {
  let provider: DockerProvider;
  before(async () => {
    provider = new DockerProvider();
    await provider.configure();
  });
  after(() => provider.end());

  for (const [type, inputs] of Object.entries(dockerInputs)) {
    describe(type, () => {
      it("is asked about every input", () => {
        expect(Object.keys(inputs.values)).to.have.members(inputsOf(type));
      });

      for (const input of Object.keys(inputs.values)) {
        it(input, async () => {
          const [expected, answered]: [Record<string, string>, Record<string, string>] = [{}, {}];
          for (const [edit, [before, after]] of Object.entries(edits(input, inputs))) {
            const diff = [...(await provider.diff(type, before, after)).values()];
            answered[edit] = diff.includes(true) ? "replaces" : diff.length > 0 ? "updates" : "nothing";
            expected[edit] = foretold(type, before, after);
          }
          expect({ ...expected, ...careful[input] }).to.deep.equal(answered);
        });
      }
    });
  }
});
