import type { Grounds, RefusalReason } from './reasons.ts';

/** What the judge says. */
export type Verdict = Allowed | Refused;

/** It stays inside. */
export interface Allowed {
  readonly verdict: 'allow';
  readonly reason: Grounds;
  /** The host that was judged, in canonical form; empty when there is none. */
  readonly host: string;
  readonly message: string;
  /** What may be used in place of the text: the only spelling of it that we write. */
  readonly canonical: string;
}

/** It is not proven to stay inside. */
export interface Refused {
  readonly verdict: 'refuse';
  readonly reason: RefusalReason;
  /** The host at fault; empty when there is none or when it could be part of a password. */
  readonly host: string;
  /** What is wrong, and where. Never a credential. */
  readonly is: string;
  /** What would be accepted. */
  readonly accept: string;
  /** Both in one sentence. */
  readonly message: string;
}

/** Allows `host`, which stands in the text as `canonical`. */
export const allow = (reason: Grounds, host: string, canonical = host): Allowed => ({
  verdict: 'allow',
  reason,
  host,
  message: '',
  canonical,
});

/** What a refusal says: the state of things, and what would be accepted. */
export interface Wrong {
  readonly is: string;
  readonly accept: string;
  readonly host?: string;
}

/** Refuses. */
export const refuse = (reason: RefusalReason, { is, accept, host = '' }: Wrong): Refused => ({
  verdict: 'refuse',
  reason,
  host,
  is,
  accept,
  message: `${is}; ${accept}`,
});

/** The same refusal, said of a place inside of something larger. */
export const at = (place: string, verdict: Verdict): Verdict =>
  verdict.verdict === 'allow'
    ? verdict
    : refuse(verdict.reason, { ...verdict, is: `${place}: ${verdict.is}` });
