import { dump } from 'js-yaml';

/** Plain data as YAML that never changes for equal data: order as given, no anchors, no folding. */
export const toYaml = (value: unknown): string =>
  dump(value, { noRefs: true, lineWidth: -1, sortKeys: false });

/** Several objects as one YAML stream. */
export const toYamlStream = (values: readonly unknown[]): string =>
  values.map((value) => `---\n${toYaml(value)}`).join('');
