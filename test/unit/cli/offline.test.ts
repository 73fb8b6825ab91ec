import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { toYaml } from '../../../operator/lib/yaml.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { check } from '../../../operator/cli/check.ts';
import { render } from '../../../operator/cli/render.ts';
import { PRODUCTS } from '../../../operator/products/index.ts';
import { aSpec } from '../../support/rule-input.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plane-cli-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Printed {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

async function printed(
  run: (
    file: string,
    console: { out: (text: string) => void; error: (text: string) => void },
  ) => Promise<number>,
  text: string,
): Promise<Printed> {
  const file = join(folder, 'plane.yaml');
  await writeFile(file, text);
  const said = { out: '', error: '' };
  const status = await run(file, {
    out: (line) => {
      said.out += line;
    },
    error: (line) => {
      said.error += line;
    },
  });
  return { status, ...said };
}

const checked = (text: string): Promise<Printed> =>
  printed(
    (file, console) => check({ file, output: 'text', cluster: undefined }, PRODUCTS, console),
    text,
  );
const rendered = (text: string): Promise<Printed> =>
  printed((file, console) => render(file, PRODUCTS, console), text);
const resource = (
  change: object = {},
  metadata: object = { name: 'plane', namespace: 'plane' },
): string =>
  toYaml({
    apiVersion: 'airgapped.dev/v1alpha1',
    kind: 'PlaneInstallation',
    metadata,
    spec: aSpec({ version: 'v3.1.2', ...change }),
  });

test('check passes a good spec offline and says what it did not look at', async () => {
  const { status, out } = await checked(resource());
  expect(status).toBe(0);
  expect(out).toContain('nothing speaks against it');
  expect(out).toContain('Checked offline');
});

test.each([
  { change: { version: 'v9.9.9' }, says: ['spec.version', 'v3.1.2'], why: 'an unknown version' },
  { change: { version: 3 }, says: ['spec.version'], why: 'a wrong type' },
  { change: { colour: 'red' }, says: ['spec.colour'], why: 'an unknown field' },
  {
    change: { database: { embedded: {}, external: { secretRef: { name: 'db' } } } },
    says: ['spec.database', 'embedded'],
    why: 'a contradiction',
  },
  {
    change: {
      images: { registry: 'registry.corp.example.com', overrides: [{ key: 'wbe', tag: 'v1' }] },
    },
    says: ['spec.images.overrides[0].key', 'postgres'],
    why: 'an unknown image key',
  },
])('check refuses $why with its path and what would be accepted', async ({ change, says }) => {
  const { status, out } = await checked(resource(change));
  expect(status).toBe(1);
  for (const text of says) expect(out).toContain(text);
});

test('check lists all mistakes of a spec at once', async () => {
  const { out } = await checked(
    resource(
      {
        version: 'v9.9.9',
        images: { registry: 'registry.corp.example.com', overrides: [{ key: 'wbe', tag: 'v1' }] },
      },
      { name: 'p'.repeat(31) },
    ),
  );
  for (const path of ['metadata.name', 'spec.version', 'spec.images.overrides[0].key'])
    expect(out).toContain(path);
});

const POLICY = toYaml({
  apiVersion: 'airgapped.dev/v1alpha1',
  kind: 'AirgapPolicy',
  metadata: { name: 'cluster' },
  spec: {
    allowedSuffixes: ['corp.example.com'],
    allowedRegistries: ['registry.corp.example.com'],
  },
});
const OUTSIDE = resource({
  domain: 'plane.evil.net',
  images: { registry: 'registry.evil.net' },
});

test('check judges hosts offline by a policy that stands among the files, and says when it cannot', async () => {
  const without = await checked(OUTSIDE);
  expect(without.status).toBe(0);
  expect(without.out).toContain('no host was judged');
  const { status, out } = await checked(`${OUTSIDE}---\n${POLICY}`);
  expect(status).toBe(1);
  expect(out).toMatch(/spec\.domain: .*\[NameNotAllowed\]/s);
  expect(out).toMatch(/spec\.images\.registry: .*\[RegistryNotAllowed\]/s);
  expect(await checked(`${resource()}---\n${POLICY}`)).toMatchObject({ status: 0 });
});

test('check reads every file below a folder, and a policy from a file of its own', async () => {
  const site = join(folder, 'site');
  await mkdir(join(site, 'apps', '.hidden'), { recursive: true });
  await writeFile(join(site, 'apps', 'good.yaml'), resource());
  await writeFile(join(site, 'outside.yml'), OUTSIDE);
  await writeFile(join(site, 'apps', '.hidden', 'no.yaml'), 'kind: [');
  await writeFile(join(site, 'notes.txt'), 'kind: [');
  await writeFile(join(folder, 'policy.yaml'), POLICY);
  const policy = join(folder, 'policy.yaml');
  const { status, out } = await printed(
    (_, console) =>
      check({ file: site, policy, output: 'text', cluster: undefined }, PRODUCTS, console),
    '',
  );
  expect(status).toBe(1);
  expect(out).toContain('good.yaml#1: PlaneInstallation plane/plane: nothing speaks');
  expect(out).toContain('outside.yml#1: PlaneInstallation plane/plane: refused');
});

test('check refuses a policy file without the policy that counts', async () => {
  const policy = join(folder, 'mine.yaml');
  await writeFile(policy, POLICY.replace('cluster', 'mine'));
  await expect(
    printed(
      (file, console) =>
        check({ file, policy, output: 'text', cluster: undefined }, PRODUCTS, console),
      resource(),
    ),
  ).rejects.toMatchObject({
    code: 'ERR_INPUT',
    message: expect.stringContaining('cluster') as string,
  });
});

test('check names line and column of what is no YAML', async () => {
  await expect(checked('apiVersion: [')).rejects.toMatchObject({
    code: 'ERR_INPUT',
    message: expect.stringMatching(/line \d+, column \d+/) as string,
  });
});

test('check refuses a file without an installation', async () => {
  await expect(checked('kind: ConfigMap')).rejects.toMatchObject({ code: 'ERR_INPUT' });
});

test('check refuses a wrong apiVersion and an unknown member beside spec', async () => {
  const { status, out } = await checked(`${resource().replace('v1alpha1', 'v1')}data: {}\n`);
  expect(status).toBe(1);
  expect(out).toContain('apiVersion');
  expect(out).toContain('data');
});

test('render prints nothing but findings for a spec that would be refused', async () => {
  const { status, out, error } = await rendered(resource({ version: 'v9.9.9' }));
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(error).toContain('spec.version');
});

test('render prints equal bytes for equal specs, whatever the order of their fields', async () => {
  const { status, out } = await rendered(resource());
  const reversed = toYaml({
    spec: Object.fromEntries(Object.entries(aSpec({ version: 'v3.1.2' })).reverse()),
    metadata: { namespace: 'plane', name: 'plane' },
    kind: 'PlaneInstallation',
    apiVersion: 'airgapped.dev/v1alpha1',
  });
  expect(status).toBe(0);
  expect((await rendered(reversed)).out).toBe(out);
});
