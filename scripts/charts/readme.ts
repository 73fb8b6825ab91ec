import { RIGHTS, groupOf, resourceOf } from '../../operator/api/rights.ts';
import type { Place } from '../../operator/api/rights.ts';
import type { JsonSchema } from './schema.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** One row of the table of values. */
interface Row {
  readonly path: string;
  readonly value: JsonSchema;
}

/** The table of all values: path, meaning, default. Equal settings of several parts are one row. */
export function valuesTable(schema: JsonSchema): string {
  const rows = Object.entries(schema.properties ?? {}).flatMap(([name, value]) =>
    rowsOf(name, value),
  );
  return [
    // Aligned, a long text would widen every row.
    '<!-- prettier-ignore -->',
    '| value | what it is | default |',
    '| --- | --- | --- |',
    ...rows.map(
      ({ path, value }) =>
        `| \`${cell(path)}\` | ${cell(meaning(value))} | ${value.default === undefined ? '' : `\`${cell(JSON.stringify(value.default))}\``} |`,
    ),
    '',
  ].join('\n');
}

const meaning = ({ description = '', enum: values }: JsonSchema): string =>
  values === undefined
    ? description
    : `${description} One of ${values
        .filter((value) => value !== null)
        .map((value) => `\`${String(value)}\``)
        .join(', ')}.`;

function rowsOf(path: string, value: JsonSchema): readonly Row[] {
  const { properties, items } = value;
  const own: Row = { path, value };
  if (properties !== undefined)
    return [own, ...alike(properties).flatMap((parts) => below(path, parts))];
  if (items?.properties !== undefined)
    return [
      own,
      ...Object.entries(items.properties).flatMap(([name, inner]) =>
        rowsOf(`${path}[].${name}`, inner),
      ),
    ];
  return [own];
}

/** Parts that take the same settings: a row for each part, then their settings once, as of `{web,…}`. */
function below(path: string, parts: readonly Row[]): readonly Row[] {
  const [first] = parts;
  if (first === undefined) return [];
  if (parts.length === 1) return rowsOf(`${path}.${first.path}`, first.value);
  const [, ...settings] = rowsOf(`${path}.{${first.path},…}`, first.value);
  return [
    ...parts.map((part) => ({ path: `${path}.${part.path}`, value: part.value })),
    ...settings,
  ];
}

/** Members by what they look like, their own descriptions left aside. */
function alike(properties: Readonly<Record<string, JsonSchema>>): readonly (readonly Row[])[] {
  const groups = new Map<string, Row[]>();
  for (const [path, value] of Object.entries(properties)) {
    const { description: _, ...shape } = value;
    const key = value.properties === undefined ? path : JSON.stringify(shape);
    groups.set(key, [...(groups.get(key) ?? []), { path, value }]);
  }
  return [...groups.values()];
}

const PLACES: Readonly<Record<Place, string>> = {
  installations: 'each watched namespace',
  operator: "the operator's namespace",
  cluster: 'the cluster',
};

/** The table of what the operator may do. */
export const rightsTable = (): string =>
  [
    '| where | group | resource | verbs | what for |',
    '| --- | --- | --- | --- | --- |',
    ...RIGHTS.map((right) =>
      [
        `| ${PLACES[right.place]}`,
        groupOf(right.kind) === '' ? 'core' : `\`${groupOf(right.kind)}\``,
        `\`${resourceOf(right)}\``,
        right.verbs.join(', '),
        `${cell(right.why)}${right.unseen === undefined ? '' : ` (${right.unseen.verbs.join(', ')}: ${right.unseen.why})`} |`,
      ].join(' | '),
    ),
    '',
  ].join('\n');
