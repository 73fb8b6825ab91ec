import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createProgram } from '../../../../operator/cli/program.ts';
import { claims, compact, rs256, rsaKey } from '../../../support/license.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plane-license-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Runs a command line; files of the test's folder are written as @name. */
async function run(
  ...args: readonly string[]
): Promise<{ readonly status: number; readonly out: string; readonly error: string }> {
  const said = { out: '', error: '' };
  const ending = { status: 0 };
  const console = {
    out: (text: string) => {
      said.out += text;
    },
    error: (text: string) => {
      said.error += text;
    },
  };
  const words = args.map((word) => word.replace(/^@/, `${folder}/`));
  await createProgram(console, ending).parseAsync(['node', 'plane-operator', 'license', ...words]);
  return { status: ending.status, ...said };
}

const issue = (...args: readonly string[]): ReturnType<typeof run> =>
  run('issue', '--directory', '@', '--now', '2027-01-01T00:00:00Z', ...args);
const inspect = (
  now: string,
  more: readonly string[] = [],
  { keys = '@keys.json', token = '@license.jwt' } = {},
): ReturnType<typeof run> =>
  run('inspect', '--keys', keys, '--token', token, '--now', now, '-o', 'json', ...more);

interface Printed {
  readonly out: string;
}
const stateOf = ({ out }: Printed): unknown =>
  (JSON.parse(out) as { readonly state: unknown }).state;

test.each(['RS256', 'ES256', 'EdDSA'])('a licence issued with %s is read again', async (name) => {
  const limits = ['--limit', 'users=100', 'runbooks=-1'];
  await issue('--algorithm', name, '--tenant', 'acme', '--addon', 'a', ...limits);
  const { status, out } = await inspect('2027-06-01');
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    state: 'valid',
    reason: 'LicenseCurrent',
    tenant: 'acme',
    addons: ['a'],
    limits: { users: 100, ai_credits: 0, runbooks: -1 },
    expires: '2028-01-01T00:00:00Z',
    graceEnds: '2028-01-15T00:00:00Z',
    unknownClaims: [],
    notes: [],
  });
});

test.each([
  { now: '2027-12-31T23:59:59Z', state: 'valid', status: 0 },
  { now: '2028-01-01T00:00:00Z', state: 'grace', status: 0 },
  { now: '1831507200', state: 'expired', status: 1 },
  { now: '2026-12-31', state: 'clock-suspect', status: 1 },
  { now: '2027-06-01', more: ['--tenant', 'Acme'], state: 'tenant-mismatch', status: 1 },
  { now: '2027-06-01', more: ['--cluster-uid', 'b'], state: 'cluster-mismatch', status: 1 },
  { now: '2027-06-01', more: ['--high-water', '2027-06-03'], state: 'clock-suspect', status: 1 },
  {
    now: '2027-06-01',
    more: ['--high-water', '2027-06-01T23:00:00+02:00'],
    state: 'valid',
    status: 0,
  },
  { now: '2027-06-01', more: ['--in-use', 'users=101'], state: 'limits-exceeded', status: 1 },
  { now: '2027-06-01', more: ['--needs', 'b'], state: 'limits-exceeded', status: 1 },
  { now: '2027-06-01', files: { token: '@none' }, state: 'missing', status: 1 },
  { now: '2027-06-01', files: { token: '@keys.json' }, state: 'invalid', status: 1 },
  { now: '2027-06-01', files: { keys: '@none' }, state: 'invalid', status: 1 },
])('inspect says $state at $now with $more $files', async ({ now, more, files, state, status }) => {
  await issue('--tenant', 'acme', '--cluster-uid', 'a', '--limit', 'users=100');
  const said = await inspect(now, more, files);
  expect([stateOf(said), said.status]).toEqual([state, status]);
});

test('a bad renewal is told beside the licence that stays in force', async () => {
  await issue();
  await writeFile(join(folder, 'bad.jwt'), 'garbage');
  const said = await inspect('2027-06-01', ['--held', '@license.jwt'], { token: '@bad.jwt' });
  expect(stateOf(said)).toBe('invalid');
  expect(JSON.parse(said.out)).toMatchObject({ expires: '2028-01-01T00:00:00Z' });
});

test('a signed revocation list is heeded, and one that is not is noted', async () => {
  const key = rsaKey();
  const signer = rs256(key);
  const list = (jti: string): string =>
    compact({
      header: { alg: 'RS256', typ: 'license-crl+jwt' },
      payload: { iat: 1_798_761_600, number: 1, jtis: [jti] },
      signer,
    });
  await writeFile(join(folder, 'k.pem'), key.pem);
  await writeFile(
    join(folder, 't.jwt'),
    compact({ header: { alg: 'RS256' }, payload: claims(), signer }),
  );
  await writeFile(join(folder, 'crl.jwt'), list('lic-1'));
  await writeFile(join(folder, 'none.jwt'), 'lic-1');
  const files = { keys: '@k.pem', token: '@t.jwt' };
  expect(stateOf(await inspect('2027-06-01', ['--revocations', '@crl.jwt'], files))).toBe(
    'revoked',
  );
  const ignored = await inspect('2027-06-01', ['--revocations', '@none.jwt'], files);
  expect(JSON.parse(ignored.out)).toMatchObject({
    state: 'valid',
    notes: [expect.stringContaining('the revocation list is ignored') as unknown],
  });
});

test('text has the dates, plan, limits and key, and nothing of the token', async () => {
  await issue('--tenant', 'acme');
  const { out } = await run(
    'inspect',
    '--keys',
    '@keys.json',
    '--token',
    '@license.jwt',
    '--now',
    '2027-12-20',
  );
  expect(out).toContain(
    'valid: the licence ends on 2028-01-01, in less than 14 days; renew it [LicenseExpiring]',
  );
  expect(out).toContain('limits    users unlimited, ai_credits 0');
  const token = await readFile(join(folder, 'license.jwt'), 'utf8');
  for (const part of token.trim().split('.')) expect(out).not.toContain(part.slice(0, 24));
});

test.each([
  { option: '--now', args: ['--now', 'tomorrow'] },
  { option: '--high-water', args: ['--high-water', '2027-13-01'] },
  { option: '--in-use', args: ['--in-use', 'seats=1'] },
  { option: '--in-use', args: ['--in-use', 'users=many'] },
])('inspect refuses $args', async ({ option, args }) => {
  await issue();
  await expect(inspect('2027-06-01', args)).rejects.toMatchObject({
    code: 'ERR_INPUT',
    message: expect.stringContaining(option) as unknown,
  });
});

test('a key is made once, stays with its owner, and is marked', async () => {
  const { error } = await issue();
  expect(error).toContain('For rehearsals only: signed by "rehearsal-');
  expect((await stat(join(folder, 'private.pem'))).mode & 0o777).toBe(0o600);
  const before = await readFile(join(folder, 'private.pem'), 'utf8');
  await issue('--name', 'next', '--days', '30');
  expect(await readFile(join(folder, 'private.pem'), 'utf8')).toBe(before);
  expect(stateOf(await inspect('2027-01-05', [], { token: '@next.jwt' }))).toBe('valid');
  await expect(issue()).rejects.toMatchObject({ code: 'ERR_INPUT' });
});

test('what a rehearsal key signs is refused under a released name, and the other way round', async () => {
  await issue();
  const list = await readFile(join(folder, 'keys.json'), 'utf8');
  const released = list.replaceAll(/rehearsal-[\w-]+/g, 'vendor');
  await writeFile(join(folder, 'released.json'), released);
  expect(stateOf(await inspect('2027-06-01', [], { keys: '@released.json' }))).toBe('invalid');
});

test.each(['0', '1831', 'x'])('issue refuses %s days', async (days) => {
  await expect(issue('--days', days)).rejects.toMatchObject({ code: 'ERR_INPUT' });
});

test('diff says what is taken away, by its exit status too', async () => {
  await issue('--limit', 'users=100', 'ai_credits=5', '--addon', 'a');
  await issue('--name', 'less', '--limit', 'users=50', 'ai_credits=-1', '--addon', 'b');
  const { status, out, error } = await run('diff', '@license.jwt', '@less.jwt');
  expect([status, error]).toEqual([1, 'Signatures were not checked: no --keys were given\n']);
  expect(out.trim().split('\n')).toEqual([
    '- limits.users: 100 -> 50',
    '+ limits.ai_credits: 5 -> unlimited',
    '- addon a: yes -> no',
    '+ addon b: no -> yes',
  ]);
  const checked = await run(
    'diff',
    '@license.jwt',
    '@license.jwt',
    '--keys',
    '@keys.json',
    '-o',
    'json',
  );
  expect([checked.status, checked.out, checked.error]).toEqual([0, '[]\n', '']);
  await expect(run('diff', '@license.jwt', '@keys.json')).rejects.toMatchObject({
    code: 'ERR_INPUT',
  });
});
