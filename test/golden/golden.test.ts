import { expect, test } from 'vitest';

import { DIGEST_ANNOTATION } from '../../operator/api/group.ts';
import type { KubeObject } from '../../operator/api/object.ts';
import { stamp } from '../../operator/apply/stamp.ts';
import { toYaml } from '../../operator/lib/yaml.ts';
import type { Model } from '../../operator/model/model.ts';
import type { Part } from '../../operator/products/product.ts';
import { CASES, inputsOf, partsOf } from './cases.ts';

/** A part as it would be applied. The digest of each object is left out: it follows from the rest. */
const show = (model: Model, part: Part): string =>
  [
    `# ${part.name}${part.after.length === 0 ? '' : `, after ${part.after.join(', ')}`}\n`,
    ...stamp(model, part).map(({ object }) => `---\n${toYaml(withoutDigest(object))}`),
  ].join('');

function withoutDigest({ metadata, ...rest }: KubeObject): object {
  const { annotations = {}, ...others } = metadata;
  const own = Object.entries(annotations).filter(([key]) => key !== DIGEST_ANNOTATION);
  const { apiVersion, kind, ...content } = rest;
  return {
    apiVersion,
    kind,
    metadata: { ...others, ...(own.length === 0 ? {} : { annotations: Object.fromEntries(own) }) },
    ...content,
  };
}

test.each(CASES)('$title renders as reviewed', async (of) => {
  const text = partsOf(of)
    .map((part) => show(of.model, part))
    .join('');
  await expect(text).toMatchFileSnapshot(`./out/${of.title}.yaml`);
});

test.each(CASES)('nothing speaks against $title', (of) => {
  const findings = [...of.product.check({ model: of.model, inputs: inputsOf(of) })];
  expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
});
