import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { STATEMENTS } from '../support/mission-plane.ts';

const readme = readFileSync('README.md', 'utf8');

describe('what is said of the airgapped edition', () => {
  test.each(STATEMENTS)('$says', ({ by }) => {
    for (const shown of by) {
      if ('readme' in shown) expect(readme).toContain(shown.readme);
      else expect(readFileSync(shown.test, 'utf8'), shown.test).toContain(shown.title);
    }
  });
});
