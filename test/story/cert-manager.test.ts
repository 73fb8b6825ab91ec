import { X509Certificate } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { clusterKind } from '../cluster/open.ts';
import { demo, minors, Stage } from './stage.ts';

const ISSUER = 'internal-ca';

const issuer = (name: string, spec: object): object => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'ClusterIssuer',
  metadata: { name },
  spec,
});

/** A root that signs itself; its Secret is where cert-manager looks for those of ClusterIssuers. */
const ROOT = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'root', namespace: 'cert-manager' },
  spec: {
    isCA: true,
    commonName: 'internal root',
    secretName: 'root',
    issuerRef: { name: 'itself', kind: 'ClusterIssuer' },
  },
};

interface Secret {
  readonly data: Readonly<Record<string, string>>;
}
interface Ingress {
  readonly spec: { readonly tls: readonly { hosts: string[]; secretName: string }[] };
}

const pem = (text: string | undefined): X509Certificate =>
  new X509Certificate(Buffer.from(text ?? '', 'base64'));

// cert-manager is the same on every version of Kubernetes.
const skipped = clusterKind() !== 'embedded' || !minors.includes('1.33');

describe.skipIf(skipped)('certificates from an internal CA', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open('1.33', { companions: ['cert-manager'] });
    await stage.in('delete', 'secret', 'plane-tls'); // the site's own, of the same name
    await stage.kubectl.apply(issuer('itself', { selfSigned: {} }));
    await stage.kubectl.apply(ROOT);
    await stage.kubectl.waitFor('certificate/root', 'condition=Ready', {
      namespace: 'cert-manager',
    });
  });

  afterAll(async () => {
    await stage.close();
  }, 60_000);

  const createIssuer = (): Promise<string> =>
    stage.kubectl.apply(issuer(ISSUER, { ca: { secretName: 'root' } }));
  const readyIs = (wanted: string): Promise<true> =>
    stage.until(`Ready to be ${wanted}`, async () => {
      const ready = await stage.condition('Ready');
      return `${ready?.status ?? ''}/${ready?.reason ?? ''}` === wanted;
    });

  test('an issuer that is missing is waited for', async () => {
    const { metadata, spec, ...rest } = await demo('plane.yaml');
    const certificates = { issuerRef: { kind: 'ClusterIssuer', name: ISSUER } };
    await stage.kubectl.apply({ ...rest, metadata, spec: { ...spec, certificates } });
    await readyIs('False/Waiting');
    expect(await stage.findings()).toEqual(['IssuerMissing spec.certificates.issuerRef.name']);
  });

  test('it ends by itself: the certificate is issued, and the Ingress uses its Secret', async () => {
    await createIssuer();
    await stage.wait('Ready', 150);
    const [tls] = (await stage.live<Ingress>('ingress', 'plane-ingress')).spec.tls;
    expect(tls).toEqual({ hosts: ['plane.corp.example.com'], secretName: 'plane-tls' });
    const { data } = await stage.live<Secret>('secret', tls?.secretName ?? '');
    const root = await stage.kubectl.get<Secret>(['-n', 'cert-manager', 'secret', 'root']);
    const leaf = pem(data['tls.crt']);
    expect(leaf.checkHost('plane.corp.example.com')).toBe('plane.corp.example.com');
    expect(leaf.verify(pem(root?.data['tls.crt']).publicKey)).toBe(true);
  }, 180_000);

  test('an issuer that goes is missed at once, and what runs is left alone', async () => {
    const before = await stage.workloads();
    await stage.kubectl.run(['delete', 'clusterissuer', ISSUER]);
    await readyIs('False/Waiting');
    expect(await stage.findings()).toEqual(['IssuerMissing spec.certificates.issuerRef.name']);
    expect((await stage.condition('Available'))?.status).toBe('True');
    expect(await stage.workloads()).toBe(before);
    await createIssuer();
    await readyIs('True/Ready');
  });

  test('cert-manager may stop for a while', async () => {
    stage.cluster.kill('cert-manager');
    await stage.in('delete', 'secret', 'plane-tls');
    await stage.cluster.start('cert-manager');
    await stage.until('the certificate to be issued again', async () => {
      const secret = await stage.get<Secret>('secret', 'plane-tls');
      return secret?.data['tls.crt'] !== undefined;
    });
    await readyIs('True/Ready');
  });
});
