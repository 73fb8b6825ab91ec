import * as z from 'zod';

import { httpUrl, secretKeyRef } from '../../../api/fields.ts';
import { exactlyOneOf, shaped } from '../../../api/shape.ts';

/** Name of a model as an API or OpenSearch knows it, for example `openai/text-embedding-3-small`. */
const modelName = (description: string): z.ZodString =>
  z
    .string()
    .max(128)
    .regex(/^[A-Za-z0-9][-A-Za-z0-9._:/@]*$/)
    .meta({ description });

const apiKey = (whose: string) =>
  secretKeyRef(`Secret with the key of ${whose}. Left out, it is asked without one.`, 'apiKey');

const model = z
  .strictObject({
    url: httpUrl(
      'Base URL of an API of the site that is compatible with OpenAI, for example https://llm.corp.example.com/v1.',
    ),
    name: modelName('Name of the model as the API knows it, for example gpt-oss-120b.'),
    displayName: z
      .string()
      .min(1)
      .max(64)
      .meta({ description: 'What people see as its name. The name itself when left out.' })
      .optional(),
    maxTokens: z
      .int()
      .min(1)
      .max(10_000_000)
      .meta({ description: 'Most tokens of one answer. 128000 when left out.' })
      .optional(),
    secretRef: apiKey('the API').optional(),
  })
  .meta({ description: 'The language model.' });

const embeddings = shaped(
  z.strictObject({
    model: modelName(
      'Name of the model, with its provider in front: cohere/embed-v4.0, openai/text-embedding-3-small and others that the release knows.',
    ),
    dimension: z
      .int()
      .min(1)
      .max(16_000)
      .meta({
        description:
          'Numbers in one vector of the model. 1536 when left out. Another value empties the indices and fills them again.',
      })
      .optional(),
    modelID: z
      .string()
      .max(64)
      .regex(/^[A-Za-z0-9_-]+$/)
      .meta({ description: 'ID of the model where somebody deployed it in OpenSearch already.' })
      .optional(),
    endpoint: z
      .strictObject({
        url: httpUrl(
          'Base URL of an API of the site that is compatible with OpenAI and serves the model under its name there.',
        ),
        secretRef: apiKey('the API').optional(),
      })
      .meta({ description: 'Where the model runs; it is then deployed in OpenSearch by itself.' })
      .optional(),
  }),
  'Model that makes vectors, for search by meaning. Left out, Plane AI searches by words.',
  [exactlyOneOf('modelID', 'endpoint')],
);

/** `spec.plane.ai`: off when left out. */
export const ai = z
  .strictObject({
    database: z
      .strictObject({
        secretRef: secretKeyRef(
          'Secret with the connection URL: postgresql://user:password@host:port/database, user and password percent-encoded.',
          'url',
        ),
      })
      .meta({
        description:
          "A database for Plane AI alone, beside Plane's own. Left out, it is made on the embedded PostgreSQL; with an external one it has to be given.",
      })
      .optional(),
    model,
    embeddings: embeddings.optional(),
  })
  .meta({
    description:
      'Plane AI, with a language model of the site. It needs spec.plane.search. No provider on the internet can be set.',
  });
