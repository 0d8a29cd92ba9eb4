import { nodeService, type CorpusApplication } from "../corpus-suite";

const health = { path: "/health", holds: "ok" };

/** Services whose dependencies pnpm, yarn or bun installs. */
export const otherManagers: Readonly<Record<string, CorpusApplication>> = {
  "fastify-pnpm": {
    make: nodeService(),
    answers: [
      health,
      { path: "/orders", holds: "lamp" },
      { path: "/about", holds: '{"typescript":false,"sources":false}' },
    ],
  },
  "koa-yarn": {
    make: nodeService(),
    answers: [health, { path: "/notes", holds: "water the plants" }, { path: "/about", holds: '{"nodemon":false}' }],
  },
  "hono-bun": {
    make: nodeService(),
    answers: [health, { path: "/links", holds: "/health" }, { path: "/about", holds: '{"typescript":false}' }],
  },
  "express-berry": {
    make: nodeService(),
    answers: [health, { path: "/tasks", holds: "sweep" }, { path: "/about", holds: '{"nodemon":false}' }],
  },
  "native-pnpm": { make: nodeService(), answers: [health, { path: "/", holds: "true" }] },
};

/** Services that are made in more than one step: packages of workspaces, and generators. */
export const composed: Readonly<Record<string, CorpusApplication>> = {
  "pnpm-workspace": {
    make: nodeService(),
    build: { workspace: "packages/api" },
    answers: [
      health,
      { path: "/price", holds: "15 EUR for 1 day" },
      {
        path: "/about",
        holds: '{"packages":["api","prices"],"files":["dist","node_modules","package.json"],"typescript":false}',
      },
    ],
  },
  "npm-workspace": {
    make: nodeService(),
    build: { workspace: "apps/api" },
    answers: [
      health,
      { path: "/next?day=2028-02-28", holds: "2028-02-29" },
      { path: "/about", holds: '{"apps":["api"],"nodemon":false,"lodash":false}' },
    ],
  },
  generator: {
    make: nodeService(),
    answers: [health, { path: "/", holds: "Ada, patched: true, generator: false" }],
  },
};

/** Services of frameworks, installed by npm. */
export const frameworks: Readonly<Record<string, CorpusApplication>> = {
  nest: { make: nodeService(), answers: [health, { path: "/cats", holds: "Minka" }] },
  next: { make: nodeService(3000, "384MiB"), answers: [health, { path: "/", holds: "production" }] },
  "react-router": { make: nodeService(), answers: [health, { path: "/", holds: "soup" }] },
  "sveltekit-node": { make: nodeService(), answers: [health, { path: "/", holds: "it rained" }] },
  "node-typescript": {
    make: nodeService(),
    answers: [health, { path: "/", holds: "hello Ada, see you in 1m" }],
  },
  "graphql-yoga": {
    make: nodeService(),
    answers: [{ path: "/health" }, { path: "/graphql?query=%7Bbooks%7D", holds: '{"data":{"books":["Emma"]}}' }],
  },
};
