import { expect, test } from 'vitest';

import { parseSpec } from '../../../../operator/api/parse.ts';
import { PRODUCTS } from '../../../../operator/products/index.ts';
import { aCase, partsOf } from '../../../golden/cases.ts';
import { objectsOf, valuesOf } from './rendered.ts';

type Changes = Readonly<Record<string, unknown>>;

const LOGIN = { 'plane-mail username': 'plane', 'plane-mail password': 'p@ss word' };
const MAIL = {
  'plane.mail.smtp.host': 'mail.corp.example.com',
  'plane.mail.smtp.from': 'plane@corp.example.com',
};

/** Everything that the API reads, whatever object it stands in. */
const read = (changes: Changes): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...objectsOf(partsOf(aCase('minimal', changes), LOGIN)).map(valuesOf),
  ) as Readonly<Record<string, string>>;

test('a spec that says nothing closes sign-up, allows passwords, and has no mail', () => {
  expect(read({})).toMatchObject({
    SKIP_ENV_VAR: '1',
    ENABLE_SIGNUP: '0',
    ENABLE_EMAIL_PASSWORD: '1',
    ENABLE_MAGIC_LINK_LOGIN: '0',
    DISABLE_WORKSPACE_CREATION: '0',
    ENABLE_SMTP: '0',
    EMAIL_HOST: '',
    EMAIL_HOST_USER: '',
    EMAIL_HOST_PASSWORD: '',
  });
});

test.each<{ field: string; value: string; key: string; is: string }>([
  { field: 'signUp', value: 'Open', key: 'ENABLE_SIGNUP', is: '1' },
  { field: 'signUp', value: 'Closed', key: 'ENABLE_SIGNUP', is: '0' },
  { field: 'passwordLogin', value: 'Disabled', key: 'ENABLE_EMAIL_PASSWORD', is: '0' },
  { field: 'passwordLogin', value: 'Enabled', key: 'ENABLE_EMAIL_PASSWORD', is: '1' },
  { field: 'magicLinkLogin', value: 'Enabled', key: 'ENABLE_MAGIC_LINK_LOGIN', is: '1' },
  {
    field: 'workspaceCreation',
    value: 'Administrators',
    key: 'DISABLE_WORKSPACE_CREATION',
    is: '1',
  },
  { field: 'workspaceCreation', value: 'Everyone', key: 'DISABLE_WORKSPACE_CREATION', is: '0' },
])('firstBoot.$field $value is $key=$is', ({ field, value, key, is }) => {
  expect(read({ ...MAIL, [`plane.firstBoot.${field}`]: value })[key]).toBe(is);
});

test.each<{ encryption: string | undefined; port?: number; is: readonly string[] }>([
  { encryption: undefined, is: ['587', '1', '0'] },
  { encryption: 'StartTLS', is: ['587', '1', '0'] },
  { encryption: 'TLS', is: ['465', '0', '1'] },
  { encryption: 'None', is: ['25', '0', '0'] },
  { encryption: 'TLS', port: 2465, is: ['2465', '0', '1'] },
])('mail with encryption $encryption and port $port is $is', ({ encryption, port, is }) => {
  const values = read({
    ...MAIL,
    'plane.mail.smtp.encryption': encryption,
    'plane.mail.smtp.port': port,
  });
  expect([values['EMAIL_PORT'], values['EMAIL_USE_TLS'], values['EMAIL_USE_SSL']]).toEqual(is);
  expect(values).toMatchObject({ ENABLE_SMTP: '1', EMAIL_HOST: 'mail.corp.example.com' });
});

test('the login of mail stands in a Secret, as it is', () => {
  const of = aCase('minimal', { ...MAIL, 'plane.mail.smtp.secretRef.name': 'plane-mail' });
  const holders = objectsOf(partsOf(of, LOGIN)).filter(
    (object) => valuesOf(object)['EMAIL_HOST_PASSWORD'] === 'p@ss word',
  );
  expect(holders.map(({ kind }) => kind)).toEqual(['Secret']);
  expect(of.product.references(of.model)).toContainEqual({
    kind: 'Secret',
    path: 'spec.plane.mail.smtp.secretRef',
    name: 'plane-mail',
    keys: ['username', 'password'],
  });
});

const findings = (own: Changes): readonly string[] => {
  const { spec } = aCase('minimal');
  const asked = { ...spec, plane: { ...(spec['plane'] as object), ...own } };
  const parsed = parseSpec(PRODUCTS, asked);
  return parsed.ok ? [] : parsed.error.map(({ path, message }) => `${path} ${message}`);
};

test.each<{ why: string; own: Changes; found: readonly string[] }>([
  {
    why: 'a code by mail without mail',
    own: { firstBoot: { magicLinkLogin: 'Enabled' } },
    found: ['spec.plane has firstBoot.magicLinkLogin Enabled and no mail.smtp'],
  },
  { why: 'the same left disabled', own: { firstBoot: { magicLinkLogin: 'Disabled' } }, found: [] },
])('parseSpec judges $why', ({ own, found }) => {
  expect(findings(own)).toEqual(found);
});

test.each([
  'plane@corp.example.com',
  'Plane <plane@corp.example.com>',
  'Plane of the site <plane+x@corp.example.com>',
])('mail comes from %s', (from) => {
  expect(findings({ mail: { smtp: { host: '10.0.0.25', from } } })).toEqual([]);
});

test.each(['plane', 'Plane <plane>', 'a@b\nBcc: c@d', '<plane@corp.example.com', 'a@b@c'])(
  'mail does not come from %j',
  (from) => {
    expect(findings({ mail: { smtp: { host: 'mail', from } } })).toHaveLength(1);
  },
);
