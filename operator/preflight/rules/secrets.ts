import type { Finding } from '../../api/finding.ts';
import type { SecretFact } from '../../observe/secrets.ts';
import type { Reference } from '../../products/product.ts';
import type { Rule } from '../rule.ts';

/** Most bytes of one key unless the reference says otherwise: what a Secret can hold at all. */
const MAX_BYTES = 1_048_576;

type SecretReference = Extract<Reference, { readonly kind: 'Secret' }>;

/** Every Secret that the spec names is there, with keys that can be used. */
export const secrets: Rule = {
  id: 'secrets',
  doc: 'Every Secret that the spec names must exist in the namespace and hold its keys as text, neither empty nor too large.',
  reasons: [
    'SecretMissing',
    'SecretKeyMissing',
    'SecretKeyEmpty',
    'SecretKeyBinary',
    'SecretKeyTooLarge',
  ],
  online: true,
  *check({ facts }) {
    for (const reference of facts.references) {
      if (reference.kind !== 'Secret') continue;
      const secret = facts.secrets[reference.name];
      if (secret === undefined) yield missing(reference);
      else for (const key of reference.keys) yield* checkKey(reference, key, secret);
    }
  },
};

const missing = ({ path, name, keys }: SecretReference): Finding => ({
  severity: 'wait',
  rule: 'SecretMissing',
  path,
  message: `Secret "${name}" does not exist in this namespace`,
  fix: `create it with ${keys.length === 0 ? 'its type' : `the ${keys.length === 1 ? 'key' : 'keys'} ${keys.join(', ')}`}`,
});

function* checkKey(
  { path, name, maxBytes = MAX_BYTES }: SecretReference,
  key: string,
  secret: SecretFact,
): Iterable<Finding> {
  const at = { severity: 'wait' as const, path };
  const value = secret[key];
  if (value === undefined) {
    const present = Object.keys(secret).sort().join(', ') || 'no key at all';
    yield {
      ...at,
      rule: 'SecretKeyMissing',
      message: `Secret "${name}" has no key "${key}"; it has ${present}`,
      fix: `add the key "${key}"`,
    };
  } else if (value.bytes === 0) {
    yield {
      ...at,
      rule: 'SecretKeyEmpty',
      message: `key "${key}" of Secret "${name}" is empty`,
      fix: 'give it a value',
    };
  } else if (value.bytes > maxBytes) {
    yield {
      ...at,
      rule: 'SecretKeyTooLarge',
      message: `key "${key}" of Secret "${name}" has ${value.bytes} bytes`,
      fix: `use a value of at most ${maxBytes} bytes`,
    };
  } else if ('binary' in value) {
    yield {
      ...at,
      rule: 'SecretKeyBinary',
      message: `key "${key}" of Secret "${name}" is not text`,
      fix: 'use UTF-8 text without control characters',
    };
  }
}
