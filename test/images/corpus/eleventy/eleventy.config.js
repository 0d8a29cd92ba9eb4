module.exports = () => ({ dir: { input: "pages", output: "public" } });
