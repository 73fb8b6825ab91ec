import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { STATEMENTS } from '../support/mission-plane.ts';
import { TENANT_STATEMENTS } from '../support/mission-tenant-plane.ts';

const readme = readFileSync('README.md', 'utf8');

describe.each([
  { of: 'the airgapped edition', statements: STATEMENTS },
  { of: 'the Tenant Plane offline', statements: TENANT_STATEMENTS },
])('what is said of $of', ({ statements }) => {
  test.each(statements)('$says', ({ by }) => {
    for (const shown of by) {
      if ('readme' in shown) expect(readme).toContain(shown.readme);
      else expect(readFileSync(shown.test, 'utf8'), shown.test).toContain(shown.title);
    }
  });
});
