import { expect } from "chai";
import { checkContainers, containerRules, type ContainerView } from "../../lib/container-rules";
import { describeFault, type Fault } from "../../lib/validation/fault";

type Inputs = ContainerView["inputs"];

/** A value that a preview doesn't know. */
export const later = Symbol("known after the update");

/** A container that keeps every rule. */
export const sound: Inputs = {
  name: "shop-web",
  image: "nginx:1.30.1",
  user: "1000:1000",
  readOnly: true,
  capabilities: { drops: ["ALL"] },
  securityOpts: ["no-new-privileges:true"],
  tmpfs: { "/tmp": "rw,nosuid,nodev,noexec,size=8m" },
  memory: 64,
  memorySwap: 64,
  cpus: "0.5",
  logDriver: "json-file",
  logOpts: { "max-size": "10m", "max-file": "3" },
  healthcheck: { tests: ["CMD", "true"] },
  restart: "unless-stopped",
  destroyGraceSeconds: 15,
  networksAdvanced: [{ name: "shop", aliases: ["web"] }],
};

export const container = (inputs: Inputs, name = "web", secrets: string[] = []): ContainerView => ({
  name,
  inputs,
  secrets,
});

/** The sound container, but for `inputs`. */
export const but = (inputs: Inputs, name = "web"): ContainerView => container({ ...sound, ...inputs }, name);

/** As a person reads it. */
export const line = ({ container, rule, ...fault }: Fault & { container: string; rule: string }): string =>
  `${container} ${rule} ${describeFault(fault)}`;

/** Every fault of a container that single rules see. */
export const told = (view: ContainerView): string[] => checkContainers([view], containerRules).map(line);

/** What is given instead, and the whole line that comes of it; none where it is sound. */
export type Row = readonly [title: string, inputs: Inputs, ...lines: string[]];

/** One test for each row: exactly these faults of one rule, and of no other. */
export function rows(rule: string, table: readonly Row[]): void {
  describe(`the rule ${rule}`, () => {
    for (const [title, inputs, ...lines] of table) {
      it(`${lines.length === 0 ? "takes" : "finds"} ${title}`, () => {
        expect(told(but(inputs))).to.deep.equal(lines.map((said) => `web ${rule} ${said}`));
      });
    }
  });
}
