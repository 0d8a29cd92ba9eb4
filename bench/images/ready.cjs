// Loaded before the program: tells when it listens, so that the engine's own time can be left out.
const { Server } = require("node:net");

const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
  this.once("listening", () => process.stdout.write(`\nREADY ${Date.now()}\n`));
  return listen.apply(this, args);
};
