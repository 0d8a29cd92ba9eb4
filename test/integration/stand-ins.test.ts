import { resolve } from "node:path";
import { alpineNodeBases, pinnedImages } from "../../lib/images/pinned";
import { describeOnEngine, docker } from "../support/engine";
import { expectNodeTests } from "../support/node-tests";

const folder = resolve(__dirname, "..", "..", "tools", "stand-ins", "contract");

describeOnEngine("stand-ins behave as the official images document", function () {
  this.timeout(600_000);

  for (const [name, reference] of Object.entries({ ...pinnedImages, "node-alpine": alpineNodeBases[24] })) {
    it(reference, async function () {
      const { Config } = await docker.getImage(reference).inspect();
      if (Config.Labels?.["plimsoll.stand-in"] === undefined) {
        console.log(`      skipped: ${reference} is the official image here`);
        this.skip();
      }
      expectNodeTests(folder, `${name}.test.mjs`, { least: 3 });
    });
  }
});
