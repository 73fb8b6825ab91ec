import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { CONFIG } from '../../scripts/image/config.ts';

test('the Dockerfile starts the operator as the layout does', () => {
  const text = readFileSync('Dockerfile', 'utf8').replaceAll(/\\\n\s*/g, '');
  const labels = Object.entries(CONFIG.Labels).map(([name, value]) => `${name}="${value}"`);
  const lines = text
    .split('\n')
    .filter((line) => /^(ENTRYPOINT|ENV|LABEL|USER|WORKDIR)/.test(line));
  expect(lines).toEqual([
    `LABEL ${labels.join(' ')}`,
    `ENV ${CONFIG.Env.join(' ')}`,
    `WORKDIR ${CONFIG.WorkingDir}`,
    `USER ${CONFIG.User}`,
    `ENTRYPOINT [${CONFIG.Entrypoint.map((word) => `"${word}"`).join(', ')}]`,
  ]);
});
