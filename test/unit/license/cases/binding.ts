import { claims, DAY, NOW } from '../../../support/license.ts';
import { licence } from '../kit.ts';
import type { Case, Given } from '../kit.ts';

const of = (
  name: string,
  expected: Case['expect'],
  ...[change, more = {}]: readonly [object, Given?]
): Case => ({
  name,
  expect: expected,
  given: () => ({ token: licence({ ...change }), ...more }),
});

const UID = '7f9c24e5-2f0e-4d1c-8f6a-0d1e2c3b4a59';
const limits = (change: object): object => ({
  limits: { ...(claims()['limits'] as object), ...change },
});

/** For whom a licence is. */
export const BINDING: readonly Case[] = [
  of('tenant-match', 'valid', {}, { tenant: 'acme-corp' }),
  of('tenant-mismatch', 'tenant-mismatch', {}, { tenant: 'acme' }),
  of('tenant-case', 'tenant-mismatch', { tenant_id: 'Acme-Corp' }, { tenant: 'acme-corp' }),
  of('tenant-homoglyph', 'tenant-mismatch', { tenant_id: 'аcme-corp' }, { tenant: 'acme-corp' }),
  of('tenant-space', 'tenant-mismatch', { tenant_id: 'acme-corp ' }, { tenant: 'acme-corp' }),
  of('tenant-number', 'invalid', { tenant_id: 7 }, { tenant: '7' }),
  of('tenant-absent', 'valid', { tenant_id: undefined }, { tenant: 'acme-corp' }),
  of('sub-tenant-conflict', 'invalid', { sub: 'other' }),
  of('sub-tenant-same', 'valid', { sub: 'acme-corp' }, { tenant: 'acme-corp' }),
  of('sub-alone', 'tenant-mismatch', { tenant_id: undefined, sub: 'x' }, { tenant: 'acme-corp' }),
  of('aud-missing', 'valid', { aud: undefined }),
  of('aud-array', 'valid', { aud: ['other', 'plane-airgapped'] }),
  of('aud-other', 'invalid', { aud: 'other' }),
  of('aud-array-other', 'invalid', { aud: ['other'] }),
  of('aud-empty', 'invalid', { aud: [] }),
  of('aud-number', 'invalid', { aud: 1 }),
  of('cluster-bound-match', 'valid', { cluster_uid: UID }, { cluster: UID }),
  of('cluster-bound-list', 'valid', { cluster_uid: ['standby', UID] }, { cluster: UID }),
  of('cluster-bound-mismatch', 'cluster-mismatch', { cluster_uid: UID }, { cluster: 'other' }),
  of('cluster-unknown-here', 'valid', { cluster_uid: UID }),
  of('cluster-number', 'invalid', { cluster_uid: 1 }),
  {
    ...of(
      'cluster-rebuilt',
      'cluster-mismatch',
      { cluster_uid: UID },
      {
        cluster: 'new',
        elsewhereSince: (NOW - 13 * DAY) * 1_000,
      },
    ),
    also: { shown: { mayGrow: true } },
  },
  {
    ...of(
      'cluster-rebuilt-long-ago',
      'cluster-mismatch',
      { cluster_uid: UID },
      {
        cluster: 'new',
        elsewhereSince: (NOW - 14 * DAY) * 1_000,
      },
    ),
    also: { shown: { mayGrow: false } },
  },
];

/** What a licence permits. */
export const LIMIT_CASES: readonly Case[] = [
  of('limit-float', 'invalid', limits({ users: 99.5 })),
  of('limit-minus-two', 'invalid', limits({ users: -2 })),
  of('limit-null', 'invalid', limits({ users: null })),
  of('limit-string', 'invalid', limits({ users: '100' })),
  of('limit-boolean', 'invalid', limits({ ai_credits: true })),
  of('limit-too-large', 'invalid', limits({ users: 2 ** 53 })),
  of('limit-largest', 'valid', limits({ users: 2 ** 53 - 1 })),
  of('limits-missing', 'invalid', { limits: undefined }),
  of('limits-array', 'invalid', { limits: [] }),
  of('limits-users-missing', 'invalid', limits({ users: undefined })),
  {
    ...of('limit-optional-missing', 'valid', limits({ runbooks: undefined })),
    also: { shown: { license: { limits: { runbooks: 0 } } } },
  },
  of('limit-zero', 'valid', limits({ users: 0 })),
  of('limit-zero-in-use', 'limits-exceeded', limits({ users: 0 }), {
    demands: [{ what: 'users', limit: 'users', amount: 1 }],
  }),
  of('addons-string', 'invalid', { active_addons: 'automation_pro' }),
  of('addons-of-numbers', 'invalid', { active_addons: [1] }),
  of('addons-missing', 'valid', { active_addons: undefined }),
  of('addons-substring', 'valid', { active_addons: ['automation_professional'] }),
  of(
    'addons-substring-needed',
    'limits-exceeded',
    { active_addons: ['automation_professional'] },
    {
      demands: [{ what: 'automation', addon: 'automation_pro' }],
    },
  ),
  of('addons-needed', 'valid', {}, { demands: [{ what: 'automation', addon: 'automation_pro' }] }),
  of('plan-missing', 'invalid', { plan_id: undefined }),
  of('plan-number', 'invalid', { plan_id: 1 }),
  of('plan-downgrade', 'limits-exceeded', limits({ users: 50 }), {
    demands: [{ what: 'users', limit: 'users', amount: 80 }],
  }),
  of(
    'unlimited-in-use',
    'valid',
    {},
    {
      demands: [{ what: 'runbooks', limit: 'runbooks', amount: 1_000_000 }],
    },
  ),
];

/** Of what is wrong, only what the vendor would not have signed speaks against growth. */
export const GATES: readonly { readonly change: object; readonly mayGrow: boolean }[] = [
  { change: { iat: undefined }, mayGrow: true },
  { change: { limits: undefined }, mayGrow: true },
  { change: { aud: 'another-program' }, mayGrow: true },
  { change: { exp: 'soon' }, mayGrow: false },
  { change: { limits: undefined, exp: 'soon' }, mayGrow: false },
];
