import type { Finding } from '../../api/finding.ts';
import type { Refused } from '../../judge/verdict.ts';
import { REFUSALS } from '../../judge/reasons.ts';
import type { RefusalReason } from '../../judge/reasons.ts';
import type { Endpoint } from '../endpoints.ts';
import type { Facts } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** Nothing that the spec names, or that stands in a Secret that it names, leads outside. */
export const endpoints: Rule = {
  id: 'endpoints',
  doc: 'Every host that the spec or a Secret of it names must be inside, as the AirgapPolicy "cluster" says.',
  reasons: Object.keys(REFUSALS) as RefusalReason[],
  online: false,
  *check({ facts }) {
    const { policy } = facts;
    if (policy.kind === 'unknown') return;
    if (policy.kind === 'missing') {
      yield noPolicy(policy.why);
      return;
    }
    for (const { path, is, accept } of policy.tooWide)
      yield {
        severity: 'note',
        rule: 'PolicyTooWide',
        path: `AirgapPolicy/cluster ${path}`,
        message: `lets nothing in: ${is}`,
        fix: `an administrator of the cluster mends it: ${accept}`,
      };
    for (const endpoint of facts.endpoints) {
      const input = textOf(endpoint, facts);
      if (input === undefined) continue;
      const verdict = policy.judge({ kind: endpoint.kind, input });
      if (verdict.verdict === 'refuse') yield finding(endpoint, verdict);
    }
  },
};

/** A value of a Secret that is not there, or that is no text, is the subject of another rule. */
function textOf(endpoint: Endpoint, { secrets }: Facts): string | undefined {
  if ('text' in endpoint) return endpoint.text;
  const value = secrets[endpoint.secret.name]?.[endpoint.secret.key];
  return value !== undefined && 'text' in value ? value.text : undefined;
}

/** What stands in a Secret is waited for: changing the Secret is enough. */
function finding(endpoint: Endpoint, { reason, is, accept }: Refused): Finding {
  const inSecret = 'secret' in endpoint;
  const where = inSecret
    ? `key "${endpoint.secret.key}" of Secret "${endpoint.secret.name}": `
    : '';
  return {
    severity: inSecret ? 'wait' : 'refuse',
    rule: reason,
    path: endpoint.path,
    message: `${where}${is}`,
    fix: accept,
  };
}

const noPolicy = (why: string): Finding => ({
  severity: 'wait',
  rule: 'NoPolicy',
  path: 'AirgapPolicy/cluster',
  message: `${why}, so nothing counts as inside`,
  fix: 'an administrator of the cluster creates it, or mends it',
});
