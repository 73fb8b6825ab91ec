import { toYaml } from '../../operator/lib/yaml.ts';
import type { JsonSchema } from './schema.ts';

/** `values.yaml`: every value with what it means and its default, in the order of the schema. */
export const valuesFile = (schema: JsonSchema, head: readonly string[]): string =>
  [
    ...head.map((line) => `# ${line}`),
    '',
    ...Object.entries(schema.properties ?? {}).flatMap(([name, value]) => [
      ...lines(name, value),
      '',
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');

function lines(name: string, value: JsonSchema): readonly string[] {
  const comment = wrapped(value.description ?? '').map((line) => `# ${line}`);
  if (value.default === undefined && value.properties !== undefined) {
    const inner = Object.entries(value.properties).flatMap(([key, each]) => lines(key, each));
    return [...comment, `${name}:`, ...inner.map((line) => `  ${line}`)];
  }
  return [
    ...comment,
    ...toYaml({ [name]: value.default })
      .trimEnd()
      .split('\n'),
  ];
}

const WIDTH = 96;

/** A text in lines of a width that reads well. */
function wrapped(text: string): readonly string[] {
  const words = text.split(' ');
  const result: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && line.length + word.length >= WIDTH) {
      result.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...result, line];
}
