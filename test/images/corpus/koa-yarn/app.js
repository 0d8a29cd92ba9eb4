const Koa = require("koa");
const { existsSync } = require("node:fs");

const app = new Koa();
app.use((context) => {
  if (context.path === "/health") context.body = "ok";
  else if (context.path === "/notes") context.body = [{ text: "water the plants" }];
  else if (context.path === "/about") context.body = { nodemon: existsSync("node_modules/nodemon") };
});
app.listen(process.env.PORT);
