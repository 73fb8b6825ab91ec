import type { Structural } from '../../operator/api/structural.ts';

/** A JSON schema of draft 7, as Helm 3 and 4 read it. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly uniqueItems?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** What Helm adds to the values of a chart that another one depends on. */
const GLOBAL: JsonSchema = {
  description: 'Helm gives it to every chart that another one depends on. Not read.',
  type: 'object',
};

/** The schema of a chart's values: closed, but for what Helm itself adds. */
export const valuesSchema = (title: string, values: JsonSchema): JsonSchema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title,
  ...values,
  additionalProperties: false,
  properties: { ...values.properties, global: GLOBAL },
});

/**
 * What a structural schema says, as JSON schema: closed where it lists its fields. Rules are left to the API server.
 * A field that may be left out may be null: that is how values take back what a file before them said.
 */
export function fromStructural(schema: Structural): JsonSchema {
  const { properties, additionalProperties, items, required = [], ...rest } = schema;
  const own = Object.fromEntries(
    Object.entries(rest).filter(([key]) => !key.startsWith('x-kubernetes-') && key !== 'format'),
  ) as JsonSchema;
  return {
    ...own,
    ...(schema['x-kubernetes-list-type'] === 'set' ? { uniqueItems: true } : {}),
    ...(properties === undefined ? {} : closed(properties, required)),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: fromStructural(additionalProperties) }),
    ...(items === undefined ? {} : { items: fromStructural(items) }),
  };
}

const closed = (
  properties: Readonly<Record<string, Structural>>,
  required: readonly string[],
): JsonSchema => ({
  ...(required.length === 0 ? {} : { required }),
  additionalProperties: false,
  properties: Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => {
      const value = fromStructural(inner);
      return [name, required.includes(name) ? value : orNull(value)];
    }),
  ),
});

const orNull = ({ type, enum: values, ...rest }: JsonSchema): JsonSchema => ({
  ...rest,
  ...(typeof type === 'string' ? { type: [type, 'null'] } : {}),
  ...(values === undefined ? {} : { enum: [...values, null] }),
});
