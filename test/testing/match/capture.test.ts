import { expect } from "chai";
import { Match } from "../../../lib/testing/match/match";
import { closest, matching, matchResource } from "../../../lib/testing/match/match-resource";
import { unknown } from "../../../lib/testing/test-resource";
import { testResource } from "../../support/test-resources";

const api = testResource("api", { image: "node", envs: ["A=1", "PORT=80"] });
const web = testResource("web", { image: "nginx", envs: ["PORT=81"] });

describe("Match.capture", () => {
  it("holds the value of the resource that matches, and none of the others", () => {
    const port = Match.capture<string>(Match.stringLikeRegexp("^PORT="));
    expect(matching([api, web], { envs: Match.arrayWith([port]), image: "nginx" })).to.deep.equal([web]);
    expect(port.values).to.deep.equal(["PORT=81"]);
    expect(port.value.length).to.equal(7);
  });

  it("holds nothing of a ranking", () => {
    const image = Match.capture();
    closest([api, web], { image });
    closest([api, web], { image, user: "1000" });
    expect(image.values).to.deep.equal([]);
  });

  it("holds the element that its item was given", () => {
    const first = Match.capture(Match.stringLikeRegexp("^[AP]"));
    expect(matchResource(api, { envs: Match.arrayWith([first, "A=1"]) })).to.deep.equal([]);
    expect(first.values).to.deep.equal(["PORT=80"]);
  });

  it("works within the other matchers", () => {
    const image = Match.capture();
    matchResource(
      testResource("db", { image: "postgres" }, { secrets: ["image"] }),
      Match.exact({ image: Match.secret(image) }),
    );
    expect(image.value).to.equal("postgres");
    const port = Match.capture();
    const envs = Match.capture(Match.arrayWith([port, "A=1"]));
    matchResource(api, { envs });
    expect([port.value, envs.value]).to.deep.equal(["PORT=80", ["A=1", "PORT=80"]]);
  });

  it("holds all values in the order of the resources; one value only if they agree", () => {
    const image = Match.capture();
    matching([api, web], { image });
    expect(image.values).to.deep.equal(["node", "nginx"]);
    expect(() => image.value).to.throw(
      "2 values were captured, and they differ. Read .values, or ask for one resource by its name.",
    );
    const same = Match.capture();
    matching([api, api], { envs: same });
    expect(same.value).to.deep.equal(api.inputs["envs"]);
  });

  it("says that nothing was captured", () => {
    expect(() => Match.capture().value).to.throw(/^Nothing was captured.* read it after that\.$/);
  });

  it("needs a value, one that is known unless its pattern says otherwise", () => {
    const bare = Match.capture();
    expect(matchResource(api, { user: bare })).to.deep.equal([
      { path: "user", expected: "a value to capture", actual: "nothing" },
    ]);
    const preview = testResource("p", { image: unknown });
    expect(matchResource(preview, { image: bare })[0]?.actual).to.contain(
      "a preview does not know; run without `preview`",
    );
    const open = Match.capture(Match.unknown());
    matchResource(preview, { image: open });
    expect(open.values).to.deep.equal([unknown]);
  });
});
