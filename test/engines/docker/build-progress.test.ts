import { expect } from "chai";
import { currentStep } from "../../../lib/engines/docker/build-progress";

describe("the step that a build is at", () => {
  for (const { title, log, step } of [
    {
      title: "is none before it began",
      log: '#0 building with "default" instance using docker driver\n',
      step: undefined,
    },
    {
      title: "is the last one that began",
      log: "#4 [1/3] FROM node\n#4 DONE 0.0s\n\n#5 [build 2/3] RUN npm   run build\n#5 0.257 > tsc\n",
      step: "[build 2/3] RUN npm run build",
    },
    {
      title: "is another one where two run beside each other and the last has ended",
      log: "#5 [a 1/2] RUN one\n#6 [b 1/2] RUN two\n#6 DONE 2.4s\n#5 1.0 still\n",
      step: "[a 1/2] RUN one",
    },
    { title: "is none after a step that was there already", log: "#5 [a 1/2] RUN one\n#5 CACHED\n", step: undefined },
    { title: "is the end's", log: "#5 [1/1] RUN one\n#5 DONE 1s\n#7 exporting to image\n", step: "exporting to image" },
    { title: "is cut where it is long", log: `#5 [1/1] RUN ${"x".repeat(200)}\n`, step: `[1/1] RUN ${"x".repeat(90)}` },
  ]) {
    it(title, () => {
      expect(currentStep(log)).to.equal(step);
    });
  }
});
