import type { Context } from './context.ts';
import type { Inside } from './inside.ts';
import type { Address } from './ip.ts';
import type {
  Annotation,
  Authority,
  DsnParts,
  ImageParts,
  ListEntry,
  PolicyEntry,
  UrlParts,
  Variable,
} from './subjects.ts';
import type { Verdict } from './verdict.ts';

/** What a rule looks at besides the text: never changed while judging. */
export interface Bench {
  readonly inside: Inside;
  readonly context: Context;
  readonly rules: RuleTable;
}

/** One rule: pure, one thing. */
export interface Rule<Subject> {
  /** Kebab case, unique in all tables. */
  readonly id: string;
  /** What must hold, in one sentence. */
  readonly doc: string;
  /** A verdict ends the matter; undefined leaves it to the next rule. */
  judge(subject: Subject, bench: Bench): Verdict | undefined;
}

/** A rule about a policy itself: nothing but the entry counts. */
export interface PolicyRule {
  readonly id: string;
  readonly doc: string;
  judge(entry: PolicyEntry): Verdict | undefined;
}

/** One rule about objects of some kinds: all findings, never the first alone. */
export interface ObjectRule {
  readonly id: string;
  readonly doc: string;
  /** Kinds that it is about; undefined for what is no object of Kubernetes, `*` for all that no other rule knows. */
  readonly kinds: readonly (string | undefined)[];
  judge(object: unknown, bench: Bench): Iterable<Placed>;
}

/** A verdict about one place of an object. */
export interface Placed {
  /** Path into the object: `spec.acme.server`. */
  readonly path: string;
  readonly verdict: Verdict;
}

/** All rules, by what they look at. The order inside of one table counts. */
export interface RuleTable {
  readonly text: readonly Rule<string>[];
  readonly authority: readonly Rule<Authority>[];
  readonly host: readonly Rule<string>[];
  readonly name: readonly Rule<string>[];
  readonly address: readonly Rule<Address>[];
  readonly url: readonly Rule<UrlParts>[];
  readonly dsn: readonly Rule<DsnParts>[];
  readonly image: readonly Rule<ImageParts>[];
  readonly list: readonly Rule<ListEntry>[];
  readonly policy: readonly PolicyRule[];
  readonly env: readonly Rule<Variable>[];
  readonly annotation: readonly Rule<Annotation>[];
  readonly unset: readonly Rule<string>[];
  readonly object: readonly ObjectRule[];
}

/** The first verdict of some rules. */
export function firstVerdict<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
  bench: Bench,
): Verdict | undefined {
  for (const rule of rules) {
    const verdict = rule.judge(subject, bench);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}
