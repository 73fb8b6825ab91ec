import type { Rule } from '../rule.ts';

/** The release is one that this operator knows. */
export const knownVersion: Rule = {
  id: 'known-version',
  doc: 'spec.version must be a release that this operator knows.',
  reasons: ['UnknownVersion'],
  online: false,
  *check({ spec, product }) {
    const known = product.releases.map(({ version }) => version);
    if (known.includes(spec.version)) return;
    yield {
      severity: 'refuse',
      rule: 'UnknownVersion',
      path: 'spec.version',
      message: `"${spec.version}" is not a release of ${product.name} that this operator knows`,
      fix: `use one of ${known.join(', ')}`,
    };
  },
};
