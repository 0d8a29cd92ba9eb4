import { expect } from "chai";
import { judgeDockerfile } from "../../lib/images/own-dockerfile";

const root = "ends with USER root, so the image runs as root wherever nobody says otherwise";

describe("a Dockerfile that somebody wrote", () => {
  for (const { title, text, sent = [], target, problems } of [
    { title: "that ends as a user", text: "FROM node\nUSER 1000:1000", problems: [] },
    { title: "that names no user, as its base may", text: "FROM gcr.io/distroless/nodejs24:nonroot", problems: [] },
    { title: "that ends as root", text: "FROM node\nUSER 1000\nRUN x\nUSER root", problems: [root] },
    { title: "that ends as root by number", text: "FROM node\nUSER 0:0", problems: [root.replace("root,", "0:0,")] },
    { title: "that begins from a stage of root", text: "FROM node AS A\nUSER root\nFROM a", problems: [root] },
    { title: "whose root is another stage's", text: "FROM node AS a\nUSER root\nFROM node\nUSER node", problems: [] },
    { title: "whose target is root's", text: "FROM node AS a\nUSER root\nFROM node", target: "a", problems: [root] },
    {
      title: "that copies all of a folder with secrets",
      text: "FROM node\nCOPY . .",
      sent: [".env", ".env.example", ".git/config", "certs/tls.key", "deploy/id_rsa", "src/env.js"],
      problems: ["copies .env, .git/config, certs/tls.key and 1 more into the image"],
    },
    {
      title: "that copies another folder",
      text: 'FROM node\nCOPY --chown=1000 ["./src", "package.json", "/app/"]',
      sent: [".env", "srcs/.env"],
      problems: [],
    },
    {
      title: "that copies the folder of a secret",
      text: "FROM node\nCOPY \\\n  ./src/ /app",
      sent: ["src/.env"],
      problems: ["copies src/.env into the image"],
    },
    { title: "that copies from a stage", text: "FROM node\nCOPY --from=build / /", sent: [".env"], problems: [] },
  ] as { title: string; text: string; sent?: string[]; target?: string; problems: string[] }[]) {
    it(`${title} is ${problems.length === 0 ? "taken" : "told of it"}`, () => {
      expect(judgeDockerfile(text, sent, target).map(({ problem }) => problem)).to.deep.equal(problems);
    });
  }
});
