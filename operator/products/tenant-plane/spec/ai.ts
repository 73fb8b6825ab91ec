import * as z from 'zod';

import { httpUrl, secretKeyRef } from '../../../api/fields.ts';
import { exactlyOneAmong, shaped } from '../../../api/shape.ts';

const modelName = (description: string): z.ZodString =>
  z
    .string()
    .min(1)
    .max(256)
    .regex(/^[A-Za-z0-9][-A-Za-z0-9._:/@]*$/)
    .meta({ description });

const key = (of: string) => secretKeyRef(`Secret with the API key of ${of}.`, 'apiKey');

/** A server that wants no key is given a word in its place: without one the product calls the AI unavailable. */
const KEYLESS = 'Left out, the server is asked with a word that is no key.';

const url = (example: string): z.ZodString =>
  httpUrl(`Base URL inside the network, for example ${example}.`);

const openAICompatible = z
  .strictObject({
    url: url('http://ollama:11434/v1'),
    model: modelName('Name of the model as the server knows it, for example llama3.2.'),
    secretRef: secretKeyRef(
      `Secret with the API key of the server. ${KEYLESS}`,
      'apiKey',
    ).optional(),
  })
  .meta({
    description: 'Ollama, vLLM, TGI, or any other server of the site that speaks as OpenAI does.',
  });

const azure = z
  .strictObject({
    url: url('https://openai.corp.example.com'),
    model: modelName('Name of the model.'),
    secretRef: key('the resource'),
  })
  .meta({ description: 'Azure OpenAI on a private endpoint.' });

const anthropic = z
  .strictObject({
    url: url('https://llm.corp.example.com'),
    model: modelName('Name of the model.'),
    secretRef: key('the server'),
  })
  .meta({ description: 'A server of the site that speaks as Anthropic does.' });

const custom = z
  .strictObject({
    url: url('https://llm.corp.example.com/v1'),
    model: modelName('Name of the model.'),
    secretRef: secretKeyRef(
      `Secret with the API key of the server. ${KEYLESS}`,
      'apiKey',
    ).optional(),
  })
  .meta({ description: 'The product\'s provider "custom".' });

const bedrock = z
  .strictObject({
    region: z
      .string()
      .max(32)
      .regex(/^[a-z]{2,4}(-[a-z]+){1,3}-[0-9]{1,2}$/)
      .meta({ description: 'Region whose VPC endpoint is used, for example us-east-1.' }),
    model: modelName(
      'Identifier of the model, for example anthropic.claude-3-haiku-20240307-v1:0.',
    ),
    taskRole: z.enum(['STS', 'InstanceMetadata']).meta({
      description:
        'Where pods get the credentials of their role: from the VPC endpoint of STS in the region, or from the metadata service of the node. Access to it is part of what is declared here. Keys are not offered: the product documents none for Bedrock.',
    }),
  })
  .meta({ description: 'AWS Bedrock by a VPC endpoint.' });

/** `spec.tenantPlane.ai`: none when left out. */
export const ai = shaped(
  z.strictObject({
    openAICompatible: openAICompatible.optional(),
    azure: azure.optional(),
    bedrock: bedrock.optional(),
    anthropic: anthropic.optional(),
    custom: custom.optional(),
  }),
  'The AI provider of the site. No AI when left out: everything else works.',
  [exactlyOneAmong('openAICompatible', 'azure', 'bedrock', 'anthropic', 'custom')],
);

/** `spec.tenantPlane.embeddings`. */
export const embeddings = z
  .strictObject({
    provider: z
      .enum(['Fallback', 'Bedrock', 'OpenAI'])
      .meta({
        description:
          'Fallback: made by the product itself. Bedrock: by that of ai.bedrock. OpenAI is refused: no variable for an address inside is documented, and without one it is a public service. Fallback when left out.',
      })
      .optional(),
  })
  .meta({ description: 'Who makes the vectors for AI search.' });
