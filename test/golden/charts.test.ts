import { describe, expect, test } from 'vitest';

import { CHART_CASES, render } from '../chart/charts.ts';
import { Helm, whyNoHelm } from '../support/helm.ts';

const why = whyNoHelm();

describe.skipIf(why !== undefined)(`charts${why === undefined ? '' : `: ${why}`}`, () => {
  test.each(CHART_CASES)('$chart renders $title as reviewed, by both Helms', async (of) => {
    const three = await render(await Helm.of(3), of);
    expect(three.stderr).toBe('');
    expect((await render(await Helm.of(4), of)).stdout).toBe(three.stdout);
    // Definitions are reviewed in crds/; a test says that they are the same.
    if (of.chart === 'plane-operator-crds') return;
    await expect(three.stdout).toMatchFileSnapshot(`./out/charts/${of.chart}-${of.title}.yaml`);
  });
});
