import { describe, expect, test } from 'vitest';

import { aCase, casesOf, partsOf } from '../../../golden/cases.ts';
import type { Case } from '../../../golden/cases.ts';
import { containerOf, objectsOf, partOf, valuesOf } from '../plane/rendered.ts';

/** Every variable that the server of a case reads, by name. */
function variablesOf(of: Case): Readonly<Record<string, string>> {
  const part = partOf(partsOf(of), 'server');
  const { env = [], envFrom = [] } = containerOf(part);
  const objects = new Map(part.objects.map((object) => [object.metadata.name, object]));
  const read = envFrom.map(({ configMapRef, secretRef }) =>
    valuesOf(objects.get(configMapRef?.name ?? secretRef?.name ?? '')!),
  );
  const own = env.map(({ name, value }) => [name, value] as const);
  return Object.fromEntries([...read.flatMap((set) => Object.entries(set)), ...own]);
}

/** Variables that the page on offline mode documents. */
const DOCUMENTED = new Set([
  ...['TENANT_ID', 'JWT_SECRET', 'ENCRYPTION_KEY', 'TENANT_PLANE_DATABASE_URL'],
  ...['ATLASAI_OFFLINE_MODE', 'ATLASAI_LICENSE_KEY', 'CP_LICENSE_PUBLIC_KEY'],
  ...['BYOC_PROVIDER', 'BYOC_API_KEY', 'BYOC_MODEL', 'BYOC_ENDPOINT_URL', 'BYOC_REGION'],
  ...['TP_BEDROCK_USE_TASK_ROLE', 'TP_BEDROCK_MODEL_ID'],
  ...['OPENAI_API_KEY', 'EMBEDDING_PROVIDER', 'ATLAS_EDGE_BUNDLE_DIR'],
]);
/** Variables by which a runtime is told of the internal authorities. */
const TRUST =
  /^(SSL_CERT_FILE|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|AWS_CA_BUNDLE|NODE_EXTRA_CA_CERTS)$/;

describe.each(casesOf('TenantPlane'))('$title', (of) => {
  const variables = variablesOf(of);

  test('reads variables that the page documents, and no others', () => {
    const others = Object.keys(variables).filter(
      (name) => !DOCUMENTED.has(name) && !TRUST.test(name),
    );
    expect(others).toEqual([]);
  });

  test('is offline, for its tenant, with its licence and keys of its own', () => {
    expect(variables).toMatchObject({
      ATLASAI_OFFLINE_MODE: '1',
      TENANT_ID: 'acme-corp',
      ATLASAI_LICENSE_KEY: 'example-licence',
      CP_LICENSE_PUBLIC_KEY: '-----BEGIN PUBLIC KEY-----\\nMIIBIj\\n-----END PUBLIC KEY-----',
      JWT_SECRET: expect.stringMatching(/^.{64}$/) as string,
      ENCRYPTION_KEY: expect.stringMatching(/^.{64}$/) as string,
    });
    expect(variables['JWT_SECRET']).not.toBe(variables['ENCRYPTION_KEY']);
  });

  test('knows no Control Plane, and no key of a public service', () => {
    expect(variables).not.toHaveProperty('CONTROL_PLANE_BASE_URL');
    expect(variables).not.toHaveProperty('OPENAI_API_KEY');
    expect(variables['EMBEDDING_PROVIDER']).not.toBe('openai');
  });

  test('keeps what is secret in Secrets', () => {
    const open = objectsOf(partsOf(of)).filter(({ kind }) => kind === 'ConfigMap');
    const text = JSON.stringify(open);
    for (const name of ['JWT_SECRET', 'ENCRYPTION_KEY', 'ATLASAI_LICENSE_KEY', 'BYOC_API_KEY'])
      expect(text).not.toContain(name);
  });
});

/** What each choice of a provider comes to. */
const AI: readonly { readonly title: string; readonly variables: Record<string, string> }[] = [
  {
    title: 'tenant-ollama',
    variables: {
      BYOC_PROVIDER: 'openai',
      BYOC_API_KEY: 'not-needed',
      BYOC_ENDPOINT_URL: 'http://ollama.ollama.svc:11434/v1',
      BYOC_MODEL: 'llama3.2',
      EMBEDDING_PROVIDER: 'fallback',
    },
  },
  {
    title: 'tenant-vllm',
    variables: {
      BYOC_PROVIDER: 'openai',
      BYOC_API_KEY: 'example-key-of-the-ai',
      BYOC_ENDPOINT_URL: 'https://llm.corp.example.com/v1',
      BYOC_MODEL: 'llama-3.1-70b',
      EMBEDDING_PROVIDER: 'fallback',
    },
  },
  {
    title: 'tenant-azure',
    variables: {
      BYOC_PROVIDER: 'azure',
      BYOC_API_KEY: 'example-key-of-azure',
      BYOC_ENDPOINT_URL: 'https://openai.corp.example.com',
      BYOC_MODEL: 'gpt-4o-mini',
      EMBEDDING_PROVIDER: 'fallback',
    },
  },
  {
    title: 'tenant-bedrock',
    variables: {
      BYOC_PROVIDER: 'bedrock',
      BYOC_REGION: 'us-east-1',
      TP_BEDROCK_USE_TASK_ROLE: '1',
      TP_BEDROCK_MODEL_ID: 'anthropic.claude-3-haiku-20240307-v1:0',
      EMBEDDING_PROVIDER: 'bedrock',
    },
  },
  {
    title: 'tenant-anthropic',
    variables: {
      BYOC_PROVIDER: 'anthropic',
      BYOC_API_KEY: 'example-key-of-the-ai',
      BYOC_ENDPOINT_URL: 'https://llm.corp.example.com',
      BYOC_MODEL: 'claude-3-haiku',
      EMBEDDING_PROVIDER: 'fallback',
    },
  },
  {
    title: 'tenant-custom',
    variables: {
      BYOC_PROVIDER: 'custom',
      BYOC_API_KEY: 'example-key-of-the-ai',
      BYOC_ENDPOINT_URL: 'https://llm.corp.example.com/v1',
      BYOC_MODEL: 'house-model',
      EMBEDDING_PROVIDER: 'fallback',
    },
  },
  { title: 'tenant-no-ai', variables: { EMBEDDING_PROVIDER: 'fallback' } },
];

test.each(AI)('$title reads exactly what its provider needs', ({ title, variables }) => {
  const read = Object.entries(variablesOf(aCase(title))).filter(([name]) =>
    /^(BYOC|TP_BEDROCK|EMBEDDING|OPENAI)_/.test(name),
  );
  expect(Object.fromEntries(read)).toEqual(variables);
});

test('every provider of the spec has a case', () => {
  const chosen = casesOf('TenantPlane').flatMap(({ spec }) =>
    Object.keys((spec['tenantPlane'] as { ai?: object }).ai ?? {}),
  );
  expect([...new Set(chosen)].sort()).toEqual(
    ['anthropic', 'azure', 'bedrock', 'custom', 'openAICompatible'].sort(),
  );
});

test('the database is the site’s own, an embedded one, or for a trial a file', () => {
  const url = (title: string) => variablesOf(aCase(title))['TENANT_PLANE_DATABASE_URL'];
  expect(url('tenant-vllm')).toBe(
    'postgresql://atlas:p%40ss@postgres.corp.example.com:5432/atlas?sslmode=require',
  );
  expect(url('tenant-ollama')).toMatch(
    /^postgresql:\/\/atlas:[^@]+@atlas-postgres\.atlas\.svc:5432\/atlas$/,
  );
  expect(url('tenant-trial')).toBeUndefined();
});
