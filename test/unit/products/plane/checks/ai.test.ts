import { expect, test } from 'vitest';

import { aCase, inputsOf } from '../../../../golden/cases.ts';

const findings = (
  title: string,
  changes: Readonly<Record<string, unknown>>,
  values: Readonly<Record<string, string>> = {},
) => {
  const of = aCase(title, changes);
  return [...of.product.check({ model: of.model, inputs: inputsOf(of, values) })];
};

const MODEL = { url: 'https://llm.corp.example.com/v1', name: 'llama3' };
const DATABASE = { secretRef: { name: 'plane-ai-database' } };
const AT = 'spec.plane.ai.database.secretRef';

test.each([
  {
    why: 'Plane AI without search',
    changes: { 'plane.search': undefined, 'plane.components': undefined },
    path: 'spec.plane.ai',
    says: 'spec.plane.search is not set',
  },
  {
    why: 'a model that no endpoint of this kind has',
    changes: { 'plane.ai.embeddings.model': 'cohere/embed-v4.0' },
    path: 'spec.plane.ai.embeddings.model',
    says: '"cohere/embed-v4.0" is not asked for',
  },
])('$why is refused', ({ changes, path, says }) => {
  const found = findings('ai', changes);
  expect(found.map(({ severity, path: at }) => [severity, at])).toEqual([['refuse', path]]);
  expect(found[0]?.message).toContain(says);
});

test('an external database wants a second one for Plane AI', () => {
  const of = aCase('everything-external', { 'plane.ai': { model: MODEL } });
  const found = [...of.product.check({ model: of.model, inputs: undefined })];
  expect(found.map(({ severity, path }) => [severity, path])).toEqual([
    ['refuse', 'spec.plane.ai.database'],
  ]);
  expect(
    findings('everything-external', { 'plane.ai': { model: MODEL, database: DATABASE } }),
  ).toEqual([]);
});

test('a model that is deployed already may be any', () => {
  expect(
    findings('ai', { 'plane.ai.embeddings': { model: 'cohere/embed-v4.0', modelID: 'a1' } }),
  ).toEqual([]);
});

test.each([
  { value: 'mysql://a:b@c/d', says: 'has the scheme "mysql"' },
  { value: 'postgresql://a:b@c/', says: 'names no database' },
  {
    value: 'postgresql://other:b@postgres.corp.example.com/plane',
    says: "names Plane's own database",
  },
])('a database of Plane AI that $says waits to be mended', ({ value, says }) => {
  const found = findings(
    'everything-external',
    { 'plane.ai': { model: MODEL, database: DATABASE } },
    { 'plane-ai-database url': value },
  );
  expect(found.map(({ severity, path }) => [severity, path])).toEqual([['wait', AT]]);
  expect(found[0]?.message).toContain(says);
  expect(JSON.stringify(found)).not.toContain('a:b');
});

test.each([
  { key: 'plane-llm apiKey', path: 'spec.plane.ai.model.secretRef' },
  { key: 'plane-embeddings token', path: 'spec.plane.ai.embeddings.endpoint.secretRef' },
])('$key with a line end waits to be mended, unseen', ({ key, path }) => {
  const found = findings('ai', {}, { [key]: 'hunter2hunter2\n' });
  expect(found.map(({ severity, path: at }) => [severity, at])).toEqual([['wait', path]]);
  expect(JSON.stringify(found)).not.toContain('hunter2');
});
