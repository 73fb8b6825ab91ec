import { CASES } from './vectors.ts';

/** A policy made of one case: one list with one entry. */
export interface PolicyCase {
  readonly id: string;
  readonly why: string;
  readonly spec: Readonly<Record<string, unknown>>;
  /** What the judge says of it. */
  readonly expect: 'allow' | 'refuse';
}

const LISTS = /^(?:privateTLDs|allowed[A-Za-z]+|privateDnsNames|egressProxies|nat64Prefixes)$/;

/** Cases about entries of a policy, as specs of an AirgapPolicy. */
export const POLICY_CASES: readonly PolicyCase[] = CASES.filter(({ kind }) => kind === 'policy')
  .map(({ id, why, input, expect }) => {
    const [list = '', ...rest] = input.split('=');
    const entry = rest.join('=');
    const bare = entry.replace(/ acknowledged$/, '');
    const spec = { [list]: [bare], ...(bare !== entry && { publicRangesAcknowledged: true }) };
    return { id, why, list, expect, spec };
  })
  .filter(({ list }) => LISTS.test(list) && list !== 'allowedThings');

/**
 * What the schema takes and the judge refuses: entries that belong to everybody. That needs lists, such as the
 * Public Suffix List, that would cost the API server more than it gives; the operator refuses them at every pass.
 */
export const ONLY_THE_JUDGE: readonly string[] = [
  ...['EV710', 'EV712', 'EV713', 'EV751', 'OWN060', 'OWN062', 'OWN063'],
  ...['OWN068', 'OWN069', 'OWN074', 'OWN075'],
];
