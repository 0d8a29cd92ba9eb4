import { test } from "node:test";

test("nothing of it is in the image", () => {});
