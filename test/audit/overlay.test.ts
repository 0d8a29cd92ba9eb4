import { expect } from "chai";
import fc from "fast-check";
import { overlay } from "../../lib/audit/overlay";
import { wasteOf } from "../../lib/audit/rules/layers";
import { imageOf, viewOf, type WrittenLayer } from "../support/audit-image";

const sized = (size: number) => ({ size });
const folder = { kind: "directory" } as const;

/** Paths that a container sees, and those it does not, with the layer that hides them. */
function told(layers: readonly WrittenLayer[]): { visible: string[]; hidden: string[] } {
  const placed = overlay(imageOf({ layers }));
  const name = ({ entry, layer }: (typeof placed)[number]): string => `${entry.path}@${layer.number}`;
  return {
    visible: placed
      .filter(({ hiddenBy }) => hiddenBy === undefined)
      .map(name)
      .toSorted(),
    hidden: placed.flatMap((one) => (one.hiddenBy ? [`${name(one)} by ${one.hiddenBy.number}`] : [])).toSorted(),
  };
}

describe("overlay", () => {
  const rows: [string, WrittenLayer[], string[], string[]][] = [
    ["shows the files of all layers", [{ files: { a: "1" } }, { files: { b: "2" } }], ["a@1", "b@2"], []],
    ["hides what is written again", [{ files: { a: "1" } }, { files: { a: "2" } }], ["a@2"], ["a@1 by 2"]],
    ["hides what is deleted", [{ files: { a: "1", b: "2" } }, { files: { "-a": "" } }], ["b@1"], ["a@1 by 2"]],
    [
      "hides all of a folder that is deleted, and not its neighbour of a longer name",
      [{ files: { "app/x/y": "1", app2: "1" } }, { files: { "-app": "" } }],
      ["app2@1"],
      ["app/x/y@1 by 2"],
    ],
    [
      "keeps what the layer that deletes a folder writes into it",
      [{ files: { "app/a": "1" } }, { files: { "app/b": "2", "-app": "" } }],
      ["app/b@2"],
      ["app/a@1 by 2"],
    ],
    [
      "hides what is in a folder that begins empty, but not the folder",
      [{ files: { app: folder, "app/a": "1" } }, { files: { app: { kind: "opaque" }, "app/b": "2" } }],
      ["app/b@2", "app@1"],
      ["app/a@1 by 2"],
    ],
    [
      "hides a folder's files behind a link that takes its place",
      [{ files: { app: folder, "app/a": "1" } }, { files: { app: { kind: "symlink", target: "/srv" } } }],
      ["app@2"],
      ["app/a@1 by 2"],
    ],
    [
      "takes a folder that occurs again for the same folder",
      [{ files: { app: folder, "app/a": "1" } }, { files: { app: folder, "app/b": "2" } }],
      ["app/a@1", "app/b@2", "app@2"],
      [],
    ],
    [
      "hides a file in each layer it was in",
      [{ files: { a: "1" } }, { files: { a: "2" } }, { files: { "-a": "" } }],
      [],
      ["a@1 by 2", "a@2 by 3"],
    ],
    [
      "forgets nothing when what is deleted was never there",
      [{ files: { a: "1" } }, { files: { "-b": "" } }],
      ["a@1"],
      [],
    ],
  ];
  for (const [title, layers, visible, hidden] of rows)
    it(title, () => expect(told(layers)).to.deep.equal({ visible: visible.toSorted(), hidden }));

  it("accounts for each byte once, whatever is written and deleted", () => {
    const path = fc.constantFrom("a", "b", "dir/a", "dir/b", "dir/sub/c");
    const change = fc.record({ path, deletes: fc.boolean(), size: fc.integer({ min: 0, max: 9 }) });
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 6 }), (changes) => {
        const layers = changes.map((list) => ({
          files: Object.fromEntries(list.map(({ path: at, deletes, size }) => [deletes ? `-${at}` : at, sized(size)])),
        }));
        const view = viewOf({ layers });
        // The plain way: what each layer leaves of a map from path to size.
        const plain = new Map<string, number>();
        let carried = 0;
        for (const { files } of layers) {
          for (const at of Object.keys(files)) if (at.startsWith("-")) plain.delete(at.slice(1));
          for (const [at, { size }] of Object.entries(files)) {
            if (at.startsWith("-")) continue;
            plain.set(at, size);
            carried += size;
          }
        }
        const seen = [...plain.values()].reduce((sum, size) => sum + size, 0);
        expect(wasteOf(view).wasted).to.equal(carried - seen);
      }),
    );
  });
});

describe("wasteOf", () => {
  const base = { name: "node:24", layers: 1 };
  const rows: [string, WrittenLayer[], { wasted: number; efficiency: number; ofOwn: number }][] = [
    ["nothing of one layer", [{ files: { a: sized(10) } }], { wasted: 0, efficiency: 1, ofOwn: 0 }],
    ["nothing of no bytes", [{}], { wasted: 0, efficiency: 1, ofOwn: 0 }],
    [
      "what is deleted later",
      [{ files: { a: sized(60) } }, { files: { b: sized(40) } }, { files: { "-b": "" } }],
      { wasted: 40, efficiency: 0.6, ofOwn: 1 },
    ],
    [
      "the older of two writings",
      [{ files: { a: sized(10) } }, { files: { b: sized(20) } }, { files: { b: sized(30), c: sized(40) } }],
      { wasted: 20, efficiency: 0.8, ofOwn: 20 / 90 },
    ],
  ];
  for (const [title, layers, expected] of rows)
    it(`counts ${title}`, () => expect(wasteOf(viewOf({ layers, base }))).to.deep.equal(expected));
});
