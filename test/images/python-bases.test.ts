import { expect } from "chai";
import { imageTag } from "../../lib/images/pinned";
import { pythonBases, pythonVersions, uv } from "../../lib/images/python-bases";
import { supportEnded } from "../../lib/images/support";

describe("the images with Python", () => {
  for (const version of pythonVersions) {
    it(`of ${version} is one of that series, down to the patch and with its Debian`, () => {
      expect(imageTag(pythonBases[version])).to.match(/^\d+\.\d+\.\d+-slim-trixie$/);
      expect(imageTag(pythonBases[version])?.startsWith(`${version}.`)).to.equal(true);
    });
  }

  it("are supported, until a day that is known", () => {
    const ended = (day: string): string[] =>
      pythonVersions.filter((version) => supportEnded("Python", version, new Date(day)) !== undefined);
    expect(ended("2026-11-21T00:00:00Z")).to.deep.equal([]);
    expect(ended("2100-01-01T00:00:00Z")).to.deep.equal(pythonVersions);
  });

  it("are filled by an installer that is pinned", () => {
    expect(uv).to.match(/^uv==\d+\.\d+\.\d+$/);
  });
});
