module.exports = {
  require: ["tsx"],
  // On a busy machine the first run loads for seconds.
  timeout: 20_000,
};
