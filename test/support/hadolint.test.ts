import { expect } from "chai";
import { hadolint } from "./hadolint";

const good =
  'FROM node:24.21.0-slim AS build\nWORKDIR /app\nCOPY a ./\nRUN make\nFROM node:24.21.0-slim\nCOPY --from=build /app /app\nUSER 1000:1000\nCMD ["node", "a.js"]\n';

describe("the rules for Dockerfiles", () => {
  it("find nothing in a good one", () => {
    expect(hadolint(good)).to.deep.equal([]);
  });

  it("find nothing where the user is that of an earlier stage", () => {
    const program = good.replace("slim\nCOPY", "slim AS program\nCOPY");
    expect(program).not.to.equal(good);
    expect(hadolint(`${program}FROM program\nENV A=b\n`)).to.deep.equal([]);
  });

  for (const [code, from, to] of [
    ["DL3002", "USER 1000:1000", "USER 0:0"],
    ["DL3002", "USER 1000:1000\n", ""],
    ["DL3006", "FROM node:24.21.0-slim\n", "FROM node\n"],
    ["DL3007", "FROM node:24.21.0-slim\n", "FROM node:latest\n"],
    ["DL3015", "RUN make", "RUN apt-get install --yes make"],
    ["DL3020", "COPY a ./", "ADD a ./"],
    ["DL3025", 'CMD ["node", "a.js"]', "CMD node a.js"],
    ["DL3045", "WORKDIR /app\n", ""],
    ["DL3059", "RUN make\n", "RUN make\nRUN make install\n"],
    ["DL3064", "USER", "ENV DB_PASSWORD=x\nUSER"],
    ["DL3066", "USER 1000:1000", "USER node"],
    ["DL3067", "--from=build /app /app", "--from=build / /app"],
    ["DL4006", "RUN make", "RUN make | tee log"],
  ] as [string, string, string][]) {
    it(`find ${code}: ${to.split("\n")[0] || "nothing there"}`, () => {
      expect(good).to.include(from);
      expect(hadolint(good.replace(from, to)).map((finding) => finding.slice(0, 6))).to.include(code);
    });
  }
});
