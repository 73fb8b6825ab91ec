import { expect, test } from 'vitest';
import * as z from 'zod';

import { structural } from '../../../operator/api/structural.ts';

const text = (): z.ZodString => z.string().max(3).meta({ description: 'Text.' });
const whole = (fields: z.core.$ZodShape): z.ZodObject =>
  z.strictObject(fields).meta({ description: 'All.' });
const ofField = (field: z.ZodType): unknown =>
  structural(whole({ field }), 'spec').properties?.['field'];

test.each([
  { why: 'a field without description', field: z.string().max(3), says: 'has no description' },
  {
    why: 'text without bound',
    field: z.string().meta({ description: 'x' }),
    says: 'has no maxLength',
  },
  {
    why: 'a list without bound',
    field: z.array(text()).meta({ description: 'x', 'x-kubernetes-list-type': 'atomic' }),
    says: 'has no maxItems',
  },
  {
    why: 'a list without list type',
    field: z.array(text()).max(3).meta({ description: 'x' }),
    says: 'has no x-kubernetes-list-type',
  },
  {
    why: 'a map without bound',
    field: z.record(z.string(), text()).meta({ description: 'x' }),
    says: 'has no maxProperties',
  },
  {
    why: 'an open object',
    field: z.looseObject({ a: text() }).meta({ description: 'x' }),
    says: 'is open',
  },
  {
    why: 'a union',
    field: z.union([text(), z.boolean()]).meta({ description: 'x' }),
    says: 'has "anyOf"',
  },
  {
    why: 'two patterns',
    field: z.string().max(3).regex(/a/).regex(/b/).meta({ description: 'x' }),
    says: 'has "allOf"',
  },
  {
    why: 'lookahead',
    field: z
      .string()
      .max(3)
      .regex(/^(?!x)/)
      .meta({ description: 'x' }),
    says: 'is not RE2',
  },
  {
    why: 'a format that is not checked',
    field: z.url().max(3).meta({ description: 'x' }),
    says: 'has the format "uri"',
  },
  { why: 'a float', field: z.number().meta({ description: 'x' }), says: 'has the type "number"' },
  {
    why: 'anything',
    field: z.unknown().meta({ description: 'x' }),
    says: 'has the type undefined',
  },
])('structural refuses $why', ({ field, says }) => {
  const build = (): unknown => structural(whole({ field }), 'spec');
  expect(build).toThrow(says);
  expect(build).toThrow('spec.field');
});

test('structural looks into lists and maps', () => {
  const list = z
    .array(whole({ inner: z.string().meta({ description: 'x' }) }))
    .max(3)
    .meta({ description: 'x', 'x-kubernetes-list-type': 'atomic' });
  expect(() => structural(whole({ list }), 'spec')).toThrow('spec.list[].inner');
});

test('structural drops the bounds of safe integers and names the width', () => {
  expect(ofField(z.int().meta({ description: 'x' }))).toEqual({
    description: 'x',
    type: 'integer',
    format: 'int64',
  });
  expect(ofField(z.int32().min(0).meta({ description: 'x' }))).toEqual({
    description: 'x',
    type: 'integer',
    format: 'int32',
    minimum: 0,
  });
});

test('structural writes int-or-string as the API server compares it', () => {
  const schema = z
    .union([z.int(), z.string()])
    .meta({ description: 'x', 'x-kubernetes-int-or-string': true });
  expect(ofField(schema)).toEqual({
    description: 'x',
    anyOf: [{ type: 'integer' }, { type: 'string' }],
    'x-kubernetes-int-or-string': true,
  });
});

test('structural keeps a known format instead of its pattern', () => {
  expect(ofField(z.iso.datetime().meta({ description: 'x' }))).toEqual({
    description: 'x',
    type: 'string',
    format: 'date-time',
  });
});

test('structural leaves optional fields out of required, and no keyword that the API lacks', () => {
  const schema = structural(whole({ must: text(), may: text().optional() }), 'spec');
  expect(schema.required).toEqual(['must']);
  expect(Object.keys(schema)).toEqual(['description', 'type', 'required', 'properties']);
});
