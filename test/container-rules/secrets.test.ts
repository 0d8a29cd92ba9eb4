import { expect } from "chai";
import { secretsInEnvironment, type ContainerView, type SecretSearch } from "../../lib/container-rules";
import { describeFault } from "../../lib/validation/fault";
import { container, later } from "./containers";

const file = (name: string): string =>
  `mount a file under /run/secrets and say where in ${name}_FILE; components of this library take it in \`secrets\``;
const elsewhere = "hand it to the program as a file under /run/secrets";

interface Row {
  title: string;
  inputs: ContainerView["inputs"];
  secrets?: string[];
  search?: SecretSearch;
  lines?: string[];
}

const label = (name: string, value: unknown) => ({ labels: [{ label: name, value }] });
const url = "is a URL with a password in it";
const byName = "is a secret by its name, in plain text";
const secret = "comes from a secret, and docker inspect shows it in plain text";
const whole = "at least one entry comes from a secret, and docker inspect shows it in plain text";
const known = "contains a value that is secret elsewhere in the program";

const table: Row[] = [
  { title: "ordinary variables", inputs: { envs: ["LOG_LEVEL=info", "PORT=3000", "EMPTY="] } },
  { title: "files", inputs: { envs: ["DB_PASSWORD_FILE=/run/secrets/db", "API_KEY=/run/secrets/key"] } },
  {
    title: "names that only sound like it",
    inputs: {
      envs: [
        "TOKEN_TTL=3600",
        "PASSWORD_MIN_LENGTH=12",
        "MAX_TOKENS=100",
        "BYPASS=x",
        "PWD=/srv",
        "AWS_ACCESS_KEY_ID=AKIA",
        "KEYCLOAK_URL=https://id",
        "COMPASS=north",
        "MONKEY=see",
      ],
    },
  },
  { title: "switches", inputs: { envs: ["USE_TOKEN=true", "REQUIRE_PASSWORD=no", "SECRET="] } },
  { title: "what the container fills in", inputs: { envs: ["URL=postgres://app:${PASSWORD}@db", "API_KEY=$KEY"] } },
  { title: "a URL with a user alone", inputs: { envs: ["URL=postgres://app@db:5432/shop", "X=http://a:80/b@c"] } },
  { title: "what is known later", inputs: { envs: [later], command: later, labels: [later], healthcheck: later } },
  { title: "a known value too short to mean anything", inputs: { envs: ["A=shop1"] }, search: { known: ["shop1"] } },
  { title: "secret files", inputs: { uploads: [{ content: "x" }] }, secrets: ["uploads"] },

  ...["DB_PASSWORD", "PGPASSWORD", "MYSQL_PWD", "API_KEY", "APIKEY_2", "JWT_SECRET", "GITHUB_TOKEN", "PRIVATE_KEY_B64"]
    .concat(["N8N_ENCRYPTION_KEY", "AWS_SECRET_ACCESS_KEY", "spring.datasource.password", "dbPassword"])
    .map((name) => ({
      title: `the variable ${name}`,
      inputs: { envs: ["A=1", `${name}=tr0ub4dor`] },
      lines: [`envs[1]: ${name} ${byName}; ${name.includes(".") ? elsewhere : file(name)}`],
    })),
  {
    title: "a URL with a password",
    inputs: { envs: ["DATABASE_URL=postgres://app:tr0ub4dor@db/shop"] },
    lines: [`envs[0]: DATABASE_URL ${url}; ${file("DATABASE_URL")}`],
  },
  {
    title: "a password for a server that asks for no user",
    inputs: { command: ["worker", "redis://:tr0ub4dor@cache:6379"] },
    lines: [`command[1]: ${url}; ${elsewhere}`],
  },
  {
    title: "a flag of a command",
    inputs: { entrypoints: ["serve", "--admin-password=tr0ub4dor"] },
    lines: [`entrypoints[1]: the flag --admin-password ${byName}; ${elsewhere}`],
  },
  {
    title: "a flag within a shell's command",
    inputs: { command: ["sh", "-c", "exec serve --port=80 --token='tr0ub4dor' --level=1"] },
    lines: [`command[2]: the flag --token ${byName}; ${elsewhere}`],
  },
  { title: "a flag that reads a variable", inputs: { command: ['serve --token="$TOKEN"'] } },
  {
    title: "a health check with a password",
    inputs: { healthcheck: { tests: ["CMD", "curl", "http://me:tr0ub4dor@localhost/"] } },
    lines: [`healthcheck.tests[2]: ${url}; ${elsewhere}`],
  },
  {
    title: "a label",
    inputs: label("traefik.auth.token", "tr0ub4dor"),
    lines: [`labels[0]: traefik.auth.token ${byName}; ${elsewhere}`],
  },
  {
    title: "a known value, wherever it stands",
    inputs: { envs: ["GREETING=hello tr0ub4dor"], command: ["run", "xtr0ub4dorx"], ...label("note", "tr0ub4dor") },
    search: { known: ["tr0ub4dor"] },
    lines: [
      `envs[0]: GREETING ${known}; ${file("GREETING")}`,
      `command[1]: ${known}; ${elsewhere}`,
      `labels[0]: note ${known}; ${elsewhere}`,
    ],
  },
  {
    title: "a value where a name should be",
    inputs: { envs: ["tr0ub4dor=1"], ...label("tr0ub4dor", "1") },
    search: { known: ["tr0ub4dor"] },
    lines: [`envs[0]: ${known}; ${elsewhere}`, `labels[0]: ${known}; ${elsewhere}`],
  },
  {
    title: "an entry that is secret",
    inputs: { envs: ["A=1", "GREETING=hello"] },
    secrets: ["envs[1]"],
    lines: [`envs[1]: GREETING ${secret}; ${file("GREETING")}`],
  },
  {
    title: "a secret that is known later",
    inputs: { envs: ["A=1", later] },
    secrets: ["envs[1]"],
    lines: [`envs[1]: ${secret}; ${elsewhere}`],
  },
  {
    title: "a label whose value is secret",
    inputs: label("note", "hello"),
    secrets: ["labels[0].value"],
    lines: [`labels[0]: note ${secret}; ${elsewhere}`],
  },
  {
    title: "a list of which some entry is secret",
    inputs: { envs: ["A=1", "B=2"] },
    secrets: ["envs"],
    lines: [`envs: ${whole}; ${file("NAME")}`],
  },
  {
    title: "the entry itself where it gives itself away",
    inputs: { envs: ["A=1", "TOKEN=tr0ub4dor"] },
    secrets: ["envs"],
    lines: [`envs[1]: TOKEN ${byName}; ${file("TOKEN")}`],
  },
  {
    title: "a name that may stand there",
    inputs: { envs: ["TOKEN=tr0ub4dor"], ...label("token", "tr0ub4dor") },
    secrets: ["envs"],
    search: { except: ["TOKEN", "token"] },
  },
  { title: "a path that may", inputs: { command: ["--token=abc"] }, search: { except: ["command[0]"] } },
];

describe("secretsInEnvironment", () => {
  for (const { title, inputs, secrets = [], search, lines = [] } of table) {
    it(`${lines.length === 0 ? "leaves alone" : "finds"} ${title}`, () => {
      const faults = secretsInEnvironment(container(inputs, "web", secrets), search);
      expect(faults.map(describeFault)).to.deep.equal(lines);
      for (const fault of faults) expect(fault).to.include({ container: "web", rule: "no-shown-secrets" });
      expect(JSON.stringify(faults)).not.to.contain("tr0ub4dor");
    });
  }
});
