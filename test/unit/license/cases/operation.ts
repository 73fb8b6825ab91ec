import { offeredIn } from '../../../../operator/license/offered.ts';
import { readKeys } from '../../../../operator/license/key-set.ts';
import { DAY, NOW } from '../../../support/license.ts';
import { licence, OTHER, PINNED, RSA, signed } from '../kit.ts';
import type { Case } from '../kit.ts';

const inSecret = (
  name: string,
  expected: Case['expect'],
  texts: () => Record<string, string>,
): Case => ({
  name,
  expect: expected,
  given: () => ({ tokens: [offeredIn(texts(), 'license', readKeys(PINNED))] }),
});

/** What lies beside a licence in its Secret, and what passes while an operator runs. */
export const OPERATION: readonly Case[] = [
  inSecret('one-key-in-secret', 'valid', () => ({ license: signed() })),
  inSecret('two-keys-in-secret', 'invalid', () => ({
    license: signed(),
    'license.jwt': licence({ jti: 'other' }),
  })),
  inSecret('two-keys-in-secret-same', 'valid', () => ({
    license: signed(),
    'license.jwt': `${signed()}\n`,
  })),
  inSecret('key-absent-from-secret', 'missing', () => ({ other: signed() })),
  inSecret('key-in-same-secret', 'invalid', () => ({ license: signed(), key: OTHER.pem })),
  inSecret('pinned-key-in-same-secret', 'valid', () => ({
    license: signed(),
    key: RSA.pem.replaceAll('\n', '\\n'),
  })),
  inSecret('key-env-conflict', 'invalid', () => ({
    license: signed(),
    CP_LICENSE_PUBLIC_KEY: OTHER.pem,
  })),
  inSecret('private-key-in-same-secret', 'invalid', () => ({
    license: signed(),
    key: RSA.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  })),
  {
    name: 'check-only-at-start',
    expect: 'expired',
    given: () => ({ witnesses: { now: (NOW + 400 * DAY) * 1_000 } }),
  },
];
