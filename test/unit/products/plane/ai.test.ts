import { describe, expect, test } from 'vitest';

import { aCase, partsOf } from '../../../golden/cases.ts';
import type { Case } from '../../../golden/cases.ts';
import { modelSettings } from '../../../../operator/products/plane/start-opensearch.ts';
import { containerOf, objectsOf, partOf, podOf, purposeOf, valuesOf } from './rendered.ts';

/** Values of a set of environment. */
const valuesIn = (of: Case, set: string): Readonly<Record<string, string>> => {
  const found = objectsOf(partsOf(of)).find(
    ({ metadata }) => purposeOf(metadata.name, of.model.name) === set,
  );
  return found === undefined ? {} : valuesOf(found);
};

const NOWHERE = 'http://127.0.0.1:9';
const SMALL = {
  'plane.components': undefined,
  'plane.ai': { model: { url: 'http://llm.llm.svc:8000/v1', name: 'llama3' } },
};
const EXTERNAL = {
  ...SMALL,
  'plane.ai': {
    database: { secretRef: { name: 'plane-ai-database' } },
    model: { url: 'http://llm.llm.svc:8000/v1', name: 'llama3' },
  },
};

describe('the environment of Plane AI', () => {
  test('asks the models of the site, and no provider on the internet', () => {
    expect(valuesIn(aCase('ai'), 'pi-api-vars')).toMatchObject({
      CUSTOM_LLM_ENABLED: 'true',
      CUSTOM_LLM_PROVIDER: 'openai',
      CUSTOM_LLM_BASE_URL: 'https://llm.corp.example.com/v1',
      CUSTOM_LLM_MODEL_KEY: 'gpt-oss-120b',
      CUSTOM_LLM_NAME: 'In-house model',
      CUSTOM_LLM_MAX_TOKENS: '64000',
      EMBEDDING_MODEL: 'openai/text-embedding-3-large',
      OPENSEARCH_ML_MODEL_ID: '',
      OPENSEARCH_EMBEDDING_DIMENSION: '3072',
      OPENAI_BASE_URL: 'https://embeddings.corp.example.com/v1',
      CLAUDE_BASE_URL: NOWHERE,
      COHERE_BASE_URL: NOWHERE,
      GROQ_BASE_URL: NOWHERE,
      LOG_LEVEL: 'INFO',
    });
    expect(valuesIn(aCase('ai'), 'pi-api-secrets')).toMatchObject({
      CUSTOM_LLM_API_KEY: 'example-key-of-the-model',
      OPENAI_API_KEY: 'example-key-of-the-vectors',
    });
  });

  test('without vectors and keys asks nobody else, and gives a key that is not empty', () => {
    const of = aCase('ai', SMALL);
    const vars = valuesIn(of, 'pi-api-vars');
    expect(vars).toMatchObject({
      CUSTOM_LLM_NAME: 'llama3',
      CUSTOM_LLM_MAX_TOKENS: '128000',
      OPENAI_BASE_URL: NOWHERE,
    });
    expect(Object.keys(vars)).not.toContain('EMBEDDING_MODEL');
    const secrets = valuesIn(of, 'pi-api-secrets');
    expect(secrets['CUSTOM_LLM_API_KEY']).toMatch(/./);
    expect(Object.keys(secrets)).not.toContain('OPENAI_API_KEY');
  });

  test('every length of a vector is the same', () => {
    const of = aCase('ai');
    const named = objectsOf(partsOf(of)).flatMap((object) => {
      const { OPENSEARCH_EMBEDDING_DIMENSION: dimension } = valuesOf(object);
      return dimension === undefined ? [] : [dimension];
    });
    expect(named).toEqual(['3072', '3072']);
    expect(containerOf(partOf(partsOf(of), 'search-index')).command?.slice(-2)).toEqual([
      '3072',
      'openai/text-embedding-3-large',
    ]);
  });
});

describe('the database of Plane AI', () => {
  test('lies on the embedded PostgreSQL, and is made there before anything reads it', () => {
    const of = aCase('ai');
    const secrets = valuesIn(of, 'pi-api-secrets');
    expect(secrets['PLANE_PI_DATABASE_URL']).toMatch(/@plane-postgres\.plane\.svc:5432\/plane_pi$/);
    expect(secrets['FOLLOWER_POSTGRES_URI']).toMatch(/@plane-postgres\.plane\.svc:5432\/plane$/);
    const parts = partsOf(of);
    expect(partOf(parts, 'pi-migration').after).toContain('pi-database');
    const made = valuesIn(of, 'postgres-init')['init-dbs.sql']!;
    expect(containerOf(partOf(parts, 'pi-database')).command?.at(-1)).toContain(made);
  });

  test.each(['everything-external', 'ai'])(
    'is the one that is given, with the stores of %s',
    (title) => {
      const of = aCase(title, EXTERNAL);
      expect(valuesIn(of, 'pi-api-secrets')['PLANE_PI_DATABASE_URL']).toBe(
        'postgresql://ai:p%40ss@postgres.corp.example.com:5432/plane_ai',
      );
      const parts = partsOf(of);
      expect(parts.map(({ name }) => name)).not.toContain('pi-database');
      expect(partOf(parts, 'pi-migration').after).not.toContain('pi-database');
    },
  );
});

test('nothing of Plane AI runs before its migration, and its schedule runs once', () => {
  const parts = partsOf(aCase('ai'));
  for (const name of ['pi-api', 'pi-worker', 'pi-beat'])
    expect(partOf(parts, name).after).toContain('pi-migration');
  expect(partOf(parts, 'pi-beat')).toMatchObject({
    scale: 'asked',
    objects: [{ spec: { replicas: 1, strategy: { type: 'Recreate' } } }],
  });
});

test('an address of a model that is wrong keeps nobody out', () => {
  expect(partOf(partsOf(aCase('ai')), 'ingress').after).not.toContain('pi-api');
});

test.each([
  { limit: '1000Mi', processes: '1' },
  { limit: '2Gi', processes: '4' },
])('its worker within $limit has $processes processes', ({ limit, processes }) => {
  const of = aCase('ai', { 'plane.components.piWorker.resources': { limits: { memory: limit } } });
  expect(containerOf(partOf(partsOf(of), 'pi-worker')).env).toContainEqual({
    name: 'CELERY_WORKER_CONCURRENCY',
    value: processes,
  });
});

test('without Plane AI there is nothing of it', () => {
  const parts = partsOf(aCase('everything-embedded'));
  const text = JSON.stringify(parts);
  expect(text).not.toContain('pi-api-');
  expect(parts.filter(podOf).filter(({ name }) => name.startsWith('pi-'))).toEqual([]);
});

describe('modelSettings', () => {
  const regex = 'plugins.ml_commons.trusted_connector_endpoints_regex';

  test.each([{ embeddings: undefined }, { embeddings: { modelID: 'a1' } }])(
    'lets OpenSearch ask nobody for $embeddings',
    ({ embeddings }) => {
      const settings = modelSettings(embeddings);
      expect('https://api.openai.example/v1').not.toMatch(new RegExp(settings[regex]!));
      expect(settings).not.toHaveProperty(['plugins.ml_commons.connector.private_ip_enabled']);
    },
  );

  test.each([
    {
      url: 'https://a.corp.example.com/v1',
      asked: 'https://a.corp.example.com/v1/embeddings',
      may: true,
    },
    { url: 'https://a.corp.example.com/v1/', asked: 'https://a.corp.example.com/v1', may: true },
    { url: 'https://[fd00::1]:8080', asked: 'https://[fd00::1]:8080/embeddings', may: true },
    { url: 'https://a.corp.example.com/v1', asked: 'https://a.corp.example.com/v10', may: false },
    {
      url: 'https://a.corp.example.com',
      asked: 'https://a.corp.example.com.evil.example/',
      may: false,
    },
    { url: 'https://a.corp.example.com', asked: 'https://axcorp.example.com/', may: false },
    { url: 'https://a.corp.example.com', asked: 'x https://a.corp.example.com/', may: false },
  ])('$url lets it ask $asked: $may', ({ url, asked, may }) => {
    const { [regex]: pattern = '', ...rest } = modelSettings({ endpoint: { url } });
    expect(new RegExp(pattern).test(asked)).toBe(may);
    expect(rest).toEqual({
      'plugins.ml_commons.connector.private_ip_enabled': 'true',
      'plugins.ml_commons.only_run_on_ml_node': 'false',
    });
  });
});
