import type { Found, Severity } from "../finding";
import type { AuditView } from "../view";

/** A sentence that should hold for an image. */
export interface AuditRule {
  /** In kebab-case, for those who accept what it finds. */
  readonly name: string;
  /** Continues "the image ...". */
  readonly says: string;
  /** Of what it finds, unless a finding says otherwise. */
  readonly severity: Severity;
  /** What the rule goes back to. */
  readonly source: string;
  check(view: AuditView): Found[];
}
