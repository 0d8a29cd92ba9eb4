import type { Host } from "../plan/host";
import { agreementProblem } from "./assertions/agreement";
import { fitProblem } from "./assertions/fit";
import { hardeningProblem, type Except } from "./assertions/hardened";
import { publishedProblem } from "./assertions/published";
import { shownSecretsProblem, type ExceptSecrets } from "./assertions/secrets";
import type { ResourceKind } from "./kind";
import type { Pattern } from "./match/match-resource";
import type { TestStack } from "./test-stack";

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how chai's types are added to
  namespace Chai {
    interface Assertion {
      /** Has a resource of this class or type token: with this name, or with inputs like these, or both. */
      resource(kind: ResourceKind, nameOrPattern?: string | Pattern, pattern?: Pattern): Assertion;
      /** Every container is hardened, limited, watched and pinned ({@link assertHardened}). */
      hardened(options?: Except): Assertion;
      /** All fits a host, such as "4cpu,8GiB" ({@link assertFitsOn}). */
      fitOn(host: Host): Assertion;
      /** Services and containers agree with each other ({@link assertAgrees}). */
      agree(): Assertion;
      /** No secret is in plain sight ({@link assertNoSecretsInEnvironment}). */
      haveNoSecretsInEnvironment(options?: ExceptSecrets): Assertion;
      /** Just these ports of the host are published ({@link assertPublishesOnly}). */
      publishOnly(ports: readonly (number | string)[]): Assertion;
    }
  }
}

/** As much of chai as a plugin needs; vitest's own chai has it as well. */
interface ChaiLike {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- chai's own word for a method's arguments
  Assertion: { addMethod(name: string, method: (this: ChaiAssertion, ...args: any[]) => void): void };
}

interface ChaiAssertion {
  _obj: unknown;
  assert(holds: boolean, message: string, negated: string): void;
}

/**
 * The kit's assertions for chai: `use(plimsollChai)`, then `expect(stack).to.be.hardened()`. Under vitest `chai.use` of its
 * own chai.
 */
export function plimsollChai({ Assertion }: ChaiLike): void {
  const add = (
    name: string,
    negated: string,
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each has its own arguments; the interface above types them
    problem: (stack: TestStack, ...args: any[]) => string | undefined,
  ): void =>
    Assertion.addMethod(name, function (this: ChaiAssertion, ...args: unknown[]) {
      if (!isTestStack(this._obj))
        throw new TypeError(
          `${name}: expect(...) must be given what TestStack.run resolves with; is an await missing?`,
        );
      const found = problem(this._obj, ...args);
      this.assert(found === undefined, found ?? "", negated);
    });
  add("resource", "the stack has such a resource, and should not", resourceProblem);
  add("hardened", "the stack is hardened, and should not be", hardeningProblem);
  add("fitOn", "the stack fits this host, and should not", fitProblem);
  add("agree", "the stack agrees, and should not", agreementProblem);
  add("haveNoSecretsInEnvironment", "the stack shows no secret, and should", shownSecretsProblem);
  add("publishOnly", "the stack publishes just these ports, and should not", publishedProblem);
}

/** By its looks: test and plugin may have loaded the kit twice. */
const isTestStack = (value: unknown): value is TestStack =>
  typeof value === "object" && value !== null && "resources" in value && "program" in value;

function resourceProblem(
  stack: TestStack,
  kind: ResourceKind,
  nameOrPattern?: string | Pattern,
  pattern?: Pattern,
): string | undefined {
  try {
    if (typeof nameOrPattern !== "string") stack.hasProperties(kind, nameOrPattern ?? {});
    else stack.hasProperties(kind, nameOrPattern, pattern ?? {});
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
