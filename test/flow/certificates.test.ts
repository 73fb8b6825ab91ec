import { beforeEach, expect, test } from 'vitest';

import { Flow } from '../support/flow.ts';
import { issue } from '../support/certificate.ts';
import type { Issued } from '../support/certificate.ts';

const DOMAIN = 'plane.corp.example.com';
const DAY = 86_400_000;
const SPEC = { certificates: { secretRef: { name: 'tls' } }, trust: { secretRef: { name: 'ca' } } };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

let flow: Flow;
const authority = issue({ commonName: 'corp-ca', authority: true });

beforeEach(async () => {
  flow = new Flow();
  await flow.site();
});

const served = (notAfter: string, names = [DOMAIN]): Issued =>
  issue({ commonName: DOMAIN, names, notAfter, issuer: authority });

async function put(name: string, data: Readonly<Record<string, string>>): Promise<void> {
  await flow.cluster.apply(
    { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'plane' }, data },
    { manager: 'site' },
  );
}

const putPair = ({ certificate, key }: Issued): Promise<void> =>
  put('tls', { 'tls.crt': base64(certificate), 'tls.key': base64(key) });
const putBundle = (...pems: readonly string[]): Promise<void> =>
  put('ca', { 'ca.crt': base64(pems.join('\n')) });

const told = (): readonly string[] =>
  flow.happenings
    .filter(({ reason }) => reason.startsWith('Certificate'))
    .map(({ type, reason }) => `${type} ${reason}`);

test('dates go to status, and nothing is said of certificates that are well', async () => {
  await putPair(served('2026-12-01T00:00:00Z'));
  await putBundle(
    authority.certificate,
    issue({ commonName: 'second', authority: true }).certificate,
  );
  await flow.ask(SPEC);
  expect(await flow.condition('CertificatesValid')).toBe('True/CertificatesCurrent');
  expect((await flow.status()).certificates).toEqual([
    {
      purpose: 'Ingress',
      secret: 'tls',
      subject: `CN=${DOMAIN}`,
      notAfter: '2026-12-01T00:00:00Z',
    },
    { purpose: 'Trust', secret: 'ca', subject: 'CN=corp-ca', notAfter: '2125-01-01T00:00:00Z' },
    { purpose: 'Trust', secret: 'ca', subject: 'CN=second', notAfter: '2125-01-01T00:00:00Z' },
  ]);
  expect(told()).toEqual([]);
  // The next visit is due at the first step, as far as a timer goes.
  expect(await flow.visit()).toBe(20 * DAY);
});

test('each step is told once, and between two steps status does not change', async () => {
  await putPair(served('2026-03-15T00:00:00Z'));
  await putBundle(authority.certificate);
  await flow.ask(SPEC);
  const version = async (): Promise<string | undefined> =>
    (await flow.get('PlaneInstallation', 'plane'))?.metadata.resourceVersion;
  const heard: number[] = [];
  for (let day = 1; day <= 80; day += 1) {
    const [before, events] = [await version(), told().length];
    flow.advance(DAY);
    await flow.settle();
    if (told().length > events) heard.push(day);
    else expect(await version(), `day ${day}`).toBe(before);
  }
  expect(heard).toEqual([13, 43, 59, 66, 72, 73]);
  expect(told()).toEqual([
    ...Array.from({ length: 5 }, () => 'Warning CertificateExpiring'),
    'Warning CertificateExpired',
  ]);
  expect(await flow.condition('CertificatesValid')).toBe('False/CertificateExpired');
  expect(await flow.condition('Ready')).toBe('True/Ready');
});

test('the next visit is due at the next step', async () => {
  await putPair(served('2026-03-15T00:00:00Z'));
  await putBundle(authority.certificate);
  await flow.ask(SPEC);
  const due = (await flow.visit()) ?? 0;
  expect(due).toBeGreaterThan(12 * DAY);
  expect(due).toBeLessThanOrEqual(13 * DAY);
});

test('a restarted operator does not tell a step again', async () => {
  await putPair(served('2026-01-20T00:00:00Z'));
  await putBundle(authority.certificate);
  await flow.ask(SPEC);
  expect(told()).toEqual(['Warning CertificateExpiring']);
  flow.restart();
  await flow.settle();
  expect(told()).toEqual(['Warning CertificateExpiring']);
});

test('at first a certificate for another domain is waited for, and the right one lets it go on', async () => {
  await putPair(served('2026-12-01T00:00:00Z', ['other.example.com']));
  await putBundle(authority.certificate);
  await flow.ask(SPEC);
  expect(await flow.condition('Ready')).toBe('False/Waiting');
  expect(await flow.condition('CertificatesValid')).toBe('False/CertificateDomainMismatch');
  expect(await flow.get('Deployment', 'plane-web')).toBeUndefined();
  await putPair(served('2026-12-01T00:00:00Z'));
  await flow.settle();
  expect(await flow.condition('Ready')).toBe('True/Ready');
  expect(await flow.condition('CertificatesValid')).toBe('True/CertificatesCurrent');
});

test('a wrong certificate in the place of a good one stops nothing', async () => {
  await putPair(served('2026-12-01T00:00:00Z'));
  await putBundle(authority.certificate);
  await flow.ask(SPEC);
  await putPair({ ...served('2026-12-01T00:00:00Z'), key: authority.key });
  await flow.settle();
  expect(await flow.condition('Ready')).toBe('True/Ready');
  expect(await flow.condition('CertificatesValid')).toBe('False/CertificateKeyMismatch');
  await flow.ask({ ...SPEC, version: 'v1.1.0' });
  expect((await flow.status()).version).toBe('v1.1.0');
  flow.cluster.forgetRequests();
  await flow.visit();
  expect(flow.cluster.requests).toEqual([]);
});

test('a spec that means nothing still shows the certificates of what is tended', async () => {
  await putPair(served('2026-12-01T00:00:00Z'));
  await putBundle(authority.certificate);
  await flow.ask(SPEC);
  await flow.ask({ ...SPEC, ingress: { className: 'nginx', annotations: { 'no key': 'x' } } });
  expect(await flow.condition('Ready')).toBe('False/Refused');
  expect(await flow.condition('CertificatesValid')).toBe('True/CertificatesCurrent');
  expect((await flow.status()).certificates).toHaveLength(2);
});
