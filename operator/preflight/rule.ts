import type { Reason } from '../api/reasons.ts';
import type { Finding } from '../api/finding.ts';
import type { InstallationSpec } from '../api/installation.ts';
import type { Product } from '../products/product.ts';
import type { Facts } from './facts.ts';

/** What a rule may look at. */
export interface RuleInput {
  readonly spec: InstallationSpec;
  readonly name: string;
  readonly product: Product;
  readonly facts: Facts;
}

/** One thing that must hold. Pure; lists everything wrong, and leaves what it cannot see to the rule whose subject that is. */
export interface Rule {
  readonly id: string;
  /** What must hold, in one sentence. */
  readonly doc: string;
  /** Reasons that its findings carry. */
  readonly reasons: readonly Reason[];
  /** Needs a cluster; offline it is skipped, and `check` says so. */
  readonly online: boolean;
  check(input: RuleInput): Iterable<Finding>;
}
