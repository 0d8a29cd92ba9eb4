import { expect } from "chai";
import type { HostView } from "../../lib/plan/host-view";
import { planPage } from "../../lib/report/plan-page";
import { planPicture } from "../../lib/report/plan-picture";
import { planTable } from "../../lib/report/plan-table";

const view: HostView = {
  host: { cpus: 2, memoryMiB: 4096, reserveMiB: 1024 },
  services: [
    {
      name: "db",
      component: "TunedPostgres",
      memoryMiB: 2048,
      minimumMiB: 512,
      idealMiB: 2048,
      maximumMiB: 3072,
      cpus: 2,
      sureCpus: 1.333,
      reason: "its ideal",
    },
    { name: "api", component: "Node<Service>", memoryMiB: 512, cpus: 1, sureCpus: 0.667, reason: "by hand" },
  ],
  leftMiB: 512,
  contradictions: [],
};

const tooMuch: HostView = { ...view, leftMiB: -512, contradictions: ["512MiB of memory are missing: <db>"] };

describe("planTable", () => {
  it("shows the host, who gets what and why, and what is left", () => {
    expect(planTable(view)).to.equal(
      [
        "Host: 2 CPUs, 4GiB of memory, 1GiB of it kept for the system and its page cache",
        "",
        "SERVICE  COMPONENT      MEMORY     MIN  IDEAL   MAX  CPUS  SURE  WHY",
        "db       TunedPostgres    2GiB  512MiB   2GiB  3GiB     2  1.33  its ideal",
        "api      Node<Service>  512MiB       -      -     -     1  0.67  by hand",
        "",
        "512MiB left",
        "CPUS: at most. SURE: what it has when every service wants all it may use.",
      ].join("\n"),
    );
  });

  it("tells what does not fit", () => {
    expect(planTable(tooMuch)).to.match(/512MiB too much\n[^\n]+\n\n✗ 512MiB of memory are missing: <db>$/);
  });
});

describe("planPicture", () => {
  it("is one well-formed picture", () => {
    const svg = planPicture(view);
    expect(svg.startsWith("<svg ") && svg.endsWith("</svg>\n")).to.equal(true);
    const open = svg.match(/<\w+(?:\s[^>]*)?(?<!\/)>/g) ?? [];
    const closed = svg.match(/<\/\w+>/g) ?? [];
    expect(open.length).to.be.above(10);
    expect(open.length).to.equal(closed.length);
  });

  it("draws memory to scale, and the line where the reserve begins", () => {
    const svg = planPicture(view);
    const widthOf = (title: string) => Number(new RegExp(`width="([\\d.]+)"[^>]*><title>${title}`).exec(svg)?.[1]);
    expect(widthOf("db 2GiB") / widthOf("api 512MiB")).to.be.closeTo(4, 0.01);
    const line = Number(/<line x1="([\d.]+)"[^>]*stroke-width="3"/.exec(svg)?.[1]);
    const [, x, width] = /x="([\d.]+)" y="88" width="([\d.]+)" height="36" fill="url\(#kept\)"/.exec(svg) ?? [];
    expect(line).to.equal(Number(x));
    expect(Number(width) / widthOf("db 2GiB")).to.be.closeTo(0.5, 0.01);
  });

  it("says how far the load is below the line, or above it", () => {
    expect(planPicture(view)).to.contain(">512MiB below the line<");
    expect(planPicture(tooMuch)).to.contain(">512MiB above the line<");
  });

  it("keeps a program's words words", () => {
    const named = { ...view, services: view.services.map((service) => ({ ...service, name: `<b>"&` })) };
    expect(planPicture(named)).to.contain("&lt;b&gt;&quot;&amp;").and.not.to.contain("<b>");
  });
});

describe("planPage", () => {
  it("holds the picture, the table, and what does not fit", () => {
    const page = planPage(tooMuch);
    expect(page).to.contain("<svg ").and.to.contain("<td>Node&lt;Service&gt;</td>");
    expect(page).to.contain("<pre>512MiB of memory are missing: &lt;db&gt;</pre>");
  });
});
