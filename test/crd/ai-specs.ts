import type { BadSpec, Spec } from './specs.ts';

/** `spec.plane.ai` with whatever can be set. */
export const AI = {
  database: { secretRef: { name: 'plane-ai-db' } },
  model: {
    url: 'https://llm.corp.example.com:8443/v1',
    name: 'meta-llama/Llama-3',
    displayName: 'In-house model',
    maxTokens: 64000,
    secretRef: { name: 'plane-llm', key: 'token' },
  },
  embeddings: {
    model: 'openai/text-embedding-3-small',
    dimension: 1536,
    endpoint: { url: 'http://[fd00::1]:8080', secretRef: { name: 'plane-embeddings' } },
  },
};

/** Specs that break a rule about Plane AI; `edited` sets one thing of a small spec otherwise. */
export const aiRules = (edited: (path: string, value: unknown) => Spec): readonly BadSpec[] =>
  [
    { why: 'a model of vectors is nowhere', where: {} },
    { why: 'a model of vectors is in two places', where: { ...AI.embeddings, modelID: 'a1' } },
  ].map(({ why, where }) => ({
    why,
    says: 'set exactly one of modelID and endpoint',
    path: 'spec.plane.ai.embeddings',
    spec: edited('plane.ai', { ...AI, embeddings: { model: 'openai/a', ...where } }),
  }));

/** Values of Plane AI that are refused where they stand. */
export const AI_VALUES: readonly (readonly [why: string, path: string, value: unknown])[] = [
  ['an address without a scheme', 'plane.ai.model.url', 'llm.corp.example.com/v1'],
  ['an address of another scheme', 'plane.ai.model.url', 'ftp://llm.corp.example.com'],
  ['an address with a user', 'plane.ai.model.url', 'https://a:b@llm.corp.example.com'],
  ['an address with a query', 'plane.ai.model.url', 'https://llm.corp.example.com/v1?key=a'],
  ['an address with white space', 'plane.ai.model.url', 'https://llm.corp.example.com/v1 '],
  ['a long address', 'plane.ai.model.url', `https://llm.corp.example.com/${'a'.repeat(512)}`],
  ['a model without a name', 'plane.ai.model.name', ''],
  ['vectors of no length', 'plane.ai.embeddings.dimension', 0],
  ['vectors of a broken length', 'plane.ai.embeddings.dimension', 1.5],
];
