const { Spec } = require("mocha").reporters;

/** Mocha's own report, closed by one line that reads the same in every project: "N passed, N failed". */
module.exports = class ClosingLine extends Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ""}`);
  }
};
