import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { issue } from '../support/certificate.ts';
import type { Issued } from '../support/certificate.ts';
import { newest, Stage } from './stage.ts';
import type { Spec } from './stage.ts';

const DOMAIN = 'plane.corp.example.com';
const DAY = 86_400_000;
const authority = issue({ commonName: 'corp-ca', authority: true });
const second = issue({ commonName: 'second-ca', authority: true });

/** RFC 3339 with seconds. */
const inDays = (days: number): string =>
  `${new Date(Date.now() + days * DAY).toISOString().slice(0, 19)}Z`;

const served = (notAfter: string, names = [DOMAIN]): Issued =>
  issue({ commonName: DOMAIN, names, notAfter, issuer: authority });

interface Status {
  readonly status: {
    readonly certificates?: readonly { readonly subject: string; readonly notAfter: string }[];
  };
}

describe.each(newest)('certificates on Kubernetes %s', (minor) => {
  let stage: Stage;

  const put = (name: string, stringData: Readonly<Record<string, string>>): Promise<string> =>
    stage.kubectl.apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: 'plane' },
      stringData,
    });
  const putPair = ({ certificate, key }: Issued): Promise<string> =>
    put('site-tls', { 'tls.crt': certificate, 'tls.key': key });
  const ask = (): Promise<void> =>
    stage.ask((spec: Spec) => {
      const full = spec as unknown as { certificates: object; trust: object };
      full.certificates = { secretRef: { name: 'site-tls' } };
      full.trust = { secretRef: { name: 'site-ca' } };
    });
  const until = (reason: string): Promise<true> =>
    stage.until(
      reason,
      async () => (await stage.condition('CertificatesValid'))?.reason === reason,
    );
  const metric = async (purpose: string): Promise<number | undefined> => {
    const page = await (await fetch(`${await stage.operator.url()}/metrics`)).text();
    const line = page
      .split('\n')
      .find(
        (each) =>
          each.startsWith('plane_operator_certificate_not_after_seconds{') &&
          each.includes(`purpose="${purpose}"`),
      );
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  };

  beforeAll(async () => {
    stage = await Stage.open(minor);
    await put('site-ca', { 'ca.crt': `${authority.certificate}${second.certificate}` });
  }, 120_000);

  afterAll(async () => {
    await stage.close();
  }, 60_000);

  test('at first one for another domain is waited for, and the right one lets it go on', async () => {
    await putPair(served(inDays(300), ['other.example.com']));
    await ask();
    await until('CertificateDomainMismatch');
    expect((await stage.condition('Ready'))?.reason).toBe('Waiting');
    expect(await stage.findings()).toContain(
      'CertificateDomainMismatch spec.certificates.secretRef.name',
    );
    await putPair(served(inDays(300)));
    await until('CertificatesCurrent');
    await stage.wait('Ready', 150);
  }, 200_000);

  test('dates of the domain and of both authorities are in status and on the metrics page', async () => {
    const { status } = await stage.live<Status>('plane', 'plane');
    expect(status.certificates?.map(({ subject }) => subject)).toEqual([
      `CN=${DOMAIN}`,
      'CN=corp-ca',
      'CN=second-ca',
    ]);
    const [first] = status.certificates ?? [];
    expect(await metric('Ingress')).toBe(Date.parse(first?.notAfter ?? '') / 1_000);
    expect(await metric('Trust')).toBe(Date.parse('2125-01-01T00:00:00Z') / 1_000);
  });

  test('one that ends in ten days is told by an event and stops nothing', async () => {
    await putPair(served(inDays(10)));
    await until('CertificateExpiring');
    expect((await stage.condition('Ready'))?.status).toBe('True');
    await stage.until('the event', async () =>
      (await stage.list<{ reason: string; note: string }>('events.events.k8s.io')).some(
        ({ reason, note }) =>
          reason === 'CertificateExpiring' && note.includes('less than 14 days'),
      ),
    );
  });

  test('so does one that has ended', async () => {
    await putPair(served(inDays(-1)));
    await until('CertificateExpired');
    expect((await stage.condition('Ready'))?.status).toBe('True');
    await putPair(served(inDays(300)));
    await until('CertificatesCurrent');
  });
});
