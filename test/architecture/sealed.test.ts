import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { LISTABLE_BLOCKS, SPECIAL_BLOCKS } from '../../operator/judge/tables/addresses.ts';
import { filesBelow } from './sources.ts';

/** What may name a host: everything that is shipped or applied. Tests hold hostile examples on purpose. */
const FOLDERS = ['operator', 'charts', 'crds', 'images-manifest', 'scripts', 'test/golden'];

/** Names that look like hosts and may stand in sources, with what they are there for. */
const ALLOWED: readonly { readonly name: string; readonly why: string }[] = [
  { name: 'airgapped.dev', why: 'our API group; nothing is ever asked there' },
  { name: 'kubernetes.io', why: 'API groups, labels and annotations of Kubernetes' },
  { name: 'k8s.io', why: 'API groups and labels of Kubernetes' },
  { name: 'helm.sh', why: 'labels and annotations of Helm' },
  { name: 'argoproj.io', why: 'API group and annotations of Argo CD' },
  { name: 'toolkit.fluxcd.io', why: 'API groups of Flux' },
  { name: 'monitoring.coreos.com', why: 'API group of the Prometheus operator' },
  { name: 'cert-manager.io', why: 'API group of cert-manager' },
  {
    name: 'prime.plane.so',
    why: 'PRIME_HOST, a constant of the vendor that identifies the licence and that airgapped mode does not call',
  },
  { name: 'rancher.io', why: 'provisioner of local volumes: a word in a StorageClass' },
  { name: 'openebs.io', why: 'provisioner of local volumes: a word in a StorageClass' },
  { name: 'topolvm.io', why: 'provisioner of local volumes: a word in a StorageClass' },
  { name: 'microk8s.io', why: 'provisioner of local volumes: a word in a StorageClass' },
  { name: 'json-schema.org', why: 'names the dialect of a JSON schema' },
  { name: 'example.com', why: 'reserved for examples (RFC 2606)' },
];

/** Tables of the judge: names and addresses that are refused whatever a policy lists. */
const TABLES_OF_REFUSED = [
  'operator/judge/tables/',
  // Made of them.
  'charts/plane-operator/templates/admission.yaml',
  'test/golden/out/charts/plane-operator-',
];

/** Top-level domains by which a word is taken for a host; a path that begins with ./ is none. */
const HOST =
  /(?<![\w$@.-]|\.\/(?:[\w-]+\/)*)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|io|so|dev|ai|app|cloud|sh|eu|de|us|co|biz|gov|edu)(?![\w-]|\.\w)/gi;
/** Blocks that a policy may list, or never: the definition of AirgapPolicy names them. */
const BLOCKS = new Set([...SPECIAL_BLOCKS.map(({ cidr }) => cidr), ...LISTABLE_BLOCKS]);
const ADDRESS = /(?<![\w.])(\d{1,3}(?:\.\d{1,3}){3})(\/\d+)?(?![\w.])/g;
/** Private, loopback and unspecified addresses, and masks. */
const INSIDE =
  /^(?:10\.|127\.|0\.0\.0\.0$|255\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.)/;

/** Scripts inside the product's images end as a country does. */
const SCRIPT = /\.\/bin\/[\w-]+\.sh\b/g;

/** The fields spec.plane.ai and spec.tenantPlane.ai and what is called like them end so, too. */
const FIELD = /\b(?:spec\.(?:plane|tenantPlane)|own|environment)\.ai\b/g;

const outside = (text: string): readonly string[] => [
  ...[...text.replaceAll(SCRIPT, '').replaceAll(FIELD, '').matchAll(HOST)]
    .map(([host]) => host.toLowerCase())
    .filter((host) => !ALLOWED.some(({ name }) => host === name || host.endsWith(`.${name}`))),
  ...[...text.matchAll(ADDRESS)]
    .filter(([block]) => !BLOCKS.has(block))
    .map(([, address = '']) => address)
    .filter((at) => !INSIDE.test(at)),
];

test.each(FOLDERS)('nothing in %s names a host of the internet', (folder) => {
  const paths = filesBelow(folder).filter(
    (path) => !TABLES_OF_REFUSED.some((table) => path.startsWith(table)),
  );
  const found = paths.flatMap((path) =>
    outside(readFileSync(path, 'utf8')).map((host) => `${path} names ${host}`),
  );
  expect(found).toEqual([]);
});

test.each([
  { text: 'https://telemetry.plane.so/v1', found: ['telemetry.plane.so'] },
  { text: "host: 'docker.io'", found: ['docker.io'] },
  { text: 'image: docker.io/library/postgres:15', found: ['docker.io'] },
  { text: 'resolver 8.8.8.8;', found: ['8.8.8.8'] },
  { text: 'notexample.com', found: ['notexample.com'] },
  { text: 'example.com.evil.net', found: ['example.com.evil.net'] },
  { text: 'registry.corp.example.com and 10.20.0.0/16', found: [] },
  { text: 'app.kubernetes.io/name', found: [] },
  { text: 'world.log.info(x)', found: [] },
  { text: '- ./bin/entrypoint.sh', found: [] },
  { text: 'spec.plane.ai and model.own.ai', found: [] },
  { text: 'https://plane.ai', found: ['plane.ai'] },
])('that test finds $found in $text', ({ text, found }) => {
  expect(outside(text)).toEqual(found);
});
