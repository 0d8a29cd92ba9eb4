// The images the library pins, and the recipe of each stand-in. lib/ has the same pins; a test compares the two.

import { n8n } from "./n8n/recipe.mjs";
import { nginx } from "./nginx/recipe.mjs";
import { node } from "./node/recipe.mjs";
import { nodeAlpine } from "./node-alpine/recipe.mjs";
import { postgres } from "./postgres/recipe.mjs";
import { python } from "./python/recipe.mjs";
import { registry } from "./registry/recipe.mjs";

/** Recipes by the official name that each stands in for. Cheapest first: who waits for one image gets it early. */
export const catalogue = {
  "nginx:1.30.6-alpine": nginx,
  "postgres:18.6-trixie": postgres,
  "node:24.21.0-slim": node,
  "node:24.21.0-alpine3.24": nodeAlpine,
  "python:3.13.14-slim-trixie": python,
  "registry:3.1.2": registry,
  "n8nio/n8n:2.41.1": n8n,
};

/** What `provideImages` provides unless told otherwise. */
export const pinned = Object.keys(catalogue);

/** What the example needs: who only deploys it waits for no other. */
export const ofExample = ["nginx:1.30.6-alpine", "postgres:18.6-trixie", "node:24.21.0-slim", "n8nio/n8n:2.41.1"];
