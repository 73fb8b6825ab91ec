import { readdirSync, readFileSync } from 'node:fs';

import { load } from 'js-yaml';

import type { InstallationSpec } from '../../operator/api/installation.ts';
import type { KubeObject } from '../../operator/api/object.ts';
import { parseSpec } from '../../operator/api/parse.ts';
import type { Model } from '../../operator/model/model.ts';
import { resolve } from '../../operator/model/resolve.ts';
import { PRODUCTS } from '../../operator/products/index.ts';
import type { Inputs, Part, Product } from '../../operator/products/product.ts';

/** A resource as a user would write it, with what it means. */
export interface Case {
  /** File in cases/, without ending. */
  readonly title: string;
  readonly spec: InstallationSpec;
  readonly product: Product;
  readonly model: Model;
}

const FOLDER = 'test/golden/cases';

/** Every case, by title. */
export const CASES: readonly Case[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .sort()
  .map((file) =>
    caseOf(file.slice(0, -'.yaml'.length), load(readFileSync(`${FOLDER}/${file}`, 'utf8'))),
  );

/** Cases of one product. */
export const casesOf = (product: string): readonly Case[] =>
  CASES.filter((of) => of.product.name === product);

/** The case of a title with some fields of its spec set otherwise, or removed by `undefined`: `plane.components.api.replicas`. */
export function aCase(title: string, changes: Readonly<Record<string, unknown>> = {}): Case {
  const resource = load(readFileSync(`${FOLDER}/${title}.yaml`, 'utf8')) as { spec: Tree };
  for (const [path, value] of Object.entries(changes)) set(resource.spec, path.split('.'), value);
  return caseOf(title, resource);
}

type Tree = Record<string, unknown>;

function set(tree: Tree, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length > 0) set((tree[key] ??= {}) as Tree, rest, value);
  else if (value === undefined) Reflect.deleteProperty(tree, key);
  else tree[key] = value;
}

function caseOf(title: string, resource: unknown): Case {
  const { metadata, spec } = resource as KubeObject & { readonly spec: unknown };
  const parsed = parseSpec(PRODUCTS, spec);
  if (!parsed.ok) throw new Error(`${title}: ${JSON.stringify(parsed.error, null, 2)}`);
  const product = PRODUCTS.find(({ name }) => name === parsed.value.product)!;
  const { name, namespace = '' } = metadata;
  const model = resolve(parsed.value, { name, namespace, uid: '' }, product);
  return { title, spec: parsed.value, product, model };
}

/** Values that stand in Secrets of the site in these cases, by name of the Secret and key. */
export const SITE: Readonly<Record<string, string>> = {
  'internal-ca ca.crt': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  'internal-ca bundle.pem': '-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n',
  'plane-database url':
    'postgresql://plane:p%40ss@postgres.corp.example.com:5432/plane?sslmode=require',
  'plane-cache url': 'rediss://plane:p%40ss@valkey.corp.example.com:6380/',
  'plane-broker connection': 'amqps://plane:p%40ss@rabbitmq.corp.example.com:5671/plane',
  'intake-tls tls.crt': '-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----\n',
  'intake-tls tls.key': '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n',
  'plane-llm apiKey': 'example-key-of-the-model',
  'plane-embeddings token': 'example-key-of-the-vectors',
  'plane-ai-database url': 'postgresql://ai:p%40ss@postgres.corp.example.com:5432/plane_ai',
  'plane-search url': 'https://opensearch.corp.example.com:9200',
  'plane-search username': 'plane',
  'plane-search password': 'example!search^password',
  'plane-files endpoint': 'https://s3.corp.example.com',
  'plane-files region': 'eu-central-1',
  'plane-files bucket': 'plane-uploads',
  'plane-files accessKeyId': 'AKIAEXAMPLE',
  'plane-files secretAccessKey': 'example+secret/access=key',
  'plane-mail username': 'plane',
  'plane-mail password': 'p@ss word',
  'atlas-database url':
    'postgresql://atlas:p%40ss@postgres.corp.example.com:5432/atlas?sslmode=require',
  'atlas-ai apiKey': 'example-key-of-the-ai',
  'atlas-ai azure': 'example-key-of-azure',
  'plane-sentry clientId': 'sentry-client',
  'plane-sentry clientSecret': 'sentry-secret',
  'plane-sentry integrationSlug': 'plane',
};

/** Values of Secrets: the site's, and for generated ones their own name, filled up to their length. Some may be others. */
export function inputsOf(
  { product, model }: Case,
  others: Readonly<Record<string, string>> = {},
): Inputs {
  const generated = product.secrets(model).flatMap(({ name, keys }) =>
    Object.entries(keys).map(
      ([key, { length }]) =>
        [
          `${name} ${key}`,
          `${name}${key}`
            .replaceAll(/[^A-Za-z0-9]/g, '')
            .padEnd(length, '0')
            .slice(0, length),
        ] as const,
    ),
  );
  const values: Readonly<Record<string, string>> = {
    ...SITE,
    ...Object.fromEntries(generated),
    ...others,
  };
  return {
    ...(product.license.kind === 'Signed'
      ? {
          license: 'example-licence',
          licenseKey: '-----BEGIN PUBLIC KEY-----\nMIIBIj\n-----END PUBLIC KEY-----\n',
        }
      : {}),
    value: (secret, key) => {
      const value = values[`${secret} ${key}`];
      if (value === undefined) throw new TypeError(`no value for ${secret} ${key}`);
      return value;
    },
  };
}

/** What a case renders to. */
export const partsOf = (of: Case, others?: Readonly<Record<string, string>>): readonly Part[] =>
  of.product.parts(of.model, inputsOf(of, others));
