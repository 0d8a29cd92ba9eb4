import { expect } from "chai";
import {
  betweenContainers,
  checkContainers,
  containerRules,
  publishedBeyondHost,
  secretsInEnvironment,
  type ContainerView,
} from "../../lib/container-rules";
import { components, secretValues } from "../support/components";
import { record, type Recorded, type Recording } from "../support/mocks";
import { line } from "./containers";

const envelope = "4dabf18193072939515e22adb298388d";

const viewOf = ({ name, inputs, sealed }: Recorded): ContainerView => ({
  name,
  inputs,
  secrets: Object.keys(sealed).filter((key) => envelope in Object(sealed[key])),
});

for (const [component, build] of Object.entries(components)) {
  if (component === "ServiceNetwork") continue;
  describe(`the containers of ${component}`, () => {
    let recording: Recording;
    let views: ContainerView[];
    before(async () => {
      recording = await record(build);
      views = recording.containers.map(viewOf);
      expect(views).not.to.deep.equal([]);
    });

    it("keep every rule", () => {
      expect(checkContainers(views, containerRules).map(line)).to.deep.equal([]);
    });

    it("show no secret", () => {
      const faults = views.flatMap((view) => secretsInEnvironment(view, { known: secretValues }));
      expect(faults.map(line)).to.deep.equal([]);
      expect(views.filter(({ secrets }) => secrets.length > 0)).not.to.deep.equal([]);
    });

    it("publish to the host alone", () => {
      expect(views.flatMap((view) => publishedBeyondHost(view, [])).map(line)).to.deep.equal([]);
    });

    it("agree with each other", () => {
      const networks = recording
        .ofType("docker:index/network:Network")
        .map(({ name, inputs }) => [String(inputs["name"]), `id-of-${name}`]);
      expect(betweenContainers(views, networks).map(line)).to.deep.equal([]);
    });
  });
}
