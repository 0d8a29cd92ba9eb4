import { expect } from "chai";
import { TunedPostgres } from "plimsoll";
import { auditStack, type ImageAudit } from "../../lib/audit";
import { reaches } from "../../lib/audit/finding";
import { CorpusStack, explained, nodeService, staticSite } from "../support/corpus-suite";
import { describeOnEngine, inOrder } from "../support/engine";

describeOnEngine("the audit of a stack of the library's components", function () {
  this.timeout(600_000);
  inOrder();
  const suite = new CorpusStack({
    "plain-http": { make: nodeService(), answers: [] },
    "plain-html": { make: staticSite, answers: [] },
  });
  let audits: ImageAudit[] = [];

  before(async () => {
    await suite.prepare();
    await suite.stack.up(async () => {
      await suite.program();
      new TunedPostgres("db", { password: "of a minute" });
    });
    audits = await auditStack(`${suite.stack.project}/${suite.stack.name}`);
  });
  after(() => suite.remove());

  it("looks at each service", () => {
    const services = new Set(audits.map(({ service }) => service));
    expect([...services].toSorted()).to.deep.equal(["db", "db-clients", "plain-html", "plain-http"]);
  });

  it("finds nothing of weight", () => {
    const heavy = audits.flatMap(({ container, findings }) =>
      findings
        .filter(({ severity }) => reaches(severity, "medium"))
        .map(({ rule, problem, evidence }) => `${container}: ${rule}: ${problem} ${JSON.stringify(evidence)}`),
    );
    expect(heavy).to.deep.equal([]);
  });

  it("finds nothing that is not explained", () => {
    const odd = audits.flatMap(({ container, findings }) =>
      findings
        .filter(({ rule }) => !(rule in explained))
        .map(
          ({ severity, rule, problem, evidence }) =>
            `${container}: ${severity} ${rule}: ${problem} ${JSON.stringify(evidence)}`,
        ),
    );
    expect(odd).to.deep.equal([]);
  });
});
