import { expect, test } from 'vitest';

import { createJudge } from '../../../operator/judge/judge.ts';
import { familyOf, readByJavaScript, readByPython } from '../../support/readers.ts';
import type { Reading, Readings } from '../../support/readers.ts';
import { SEED } from '../../support/seeded.ts';
import { madeUpTexts } from '../../support/texts.ts';

const WANTED = process.env['PLANE_TEST_LONG'] === undefined ? 100_000 : 1_000_000;
const PATIENCE = WANTED / 250;

const judge = createJudge({
  allowPrivateIPLiterals: false,
  allowedSuffixes: ['corp.example.com'],
  allowedCIDRs: ['10.20.0.0/16', 'fd12:3456:789a::/48'],
});

/** Distinct texts that the judge allows, with the hosts it judged. */
function allowedTexts(): { readonly readings: readonly Reading[]; readonly judged: number } {
  const seen = new Set<string>();
  const readings: Reading[] = [];
  let judged = 0;
  for (const { kind, text } of madeUpTexts(SEED)) {
    judged += 1;
    const verdict = judge({ kind, input: text });
    if (verdict.verdict === 'refuse' || seen.has(text)) continue;
    seen.add(text);
    const hosts = verdict.host.split(',');
    readings.push({ kind: familyOf(text, hosts.length), text, hosts });
    if (readings.length === WANTED || judged === 50 * WANTED) break;
  }
  return { readings, judged };
}

/** Texts that differ in more than the words and numbers in them. */
const shapes = (readings: readonly Reading[]): number =>
  new Set(readings.map(({ text }) => text.replaceAll(/[a-z]+/gi, 'a').replaceAll(/\d+/g, '0')))
    .size;

const told = ({ counts }: Readings): string =>
  Object.entries(counts)
    .map(([name, { same, refused }]) => `${name}: ${same} same, ${refused} refused`)
    .join('; ');

test(
  `every reader of ${WANTED} allowed texts sees the host that was judged, or refuses (seed ${SEED})`,
  { timeout: PATIENCE * 1000 },
  async () => {
    const { readings, judged } = allowedTexts();
    console.log(`${judged} judged, ${readings.length} allowed, ${shapes(readings)} shapes`);
    expect(readings).toHaveLength(WANTED);
    expect(shapes(readings)).toBeGreaterThan(WANTED / 100);

    const javascript = readByJavaScript(readings);
    console.log(told(javascript));
    expect(javascript.examples).toEqual([]);

    const python = await readByPython(readings);
    console.log(python === undefined ? 'skipped: there is no Python here' : told(python));
    if (python !== undefined && python.missing.length > 0)
      console.log(`skipped, because they could not be installed: ${python.missing.join(', ')}`);
    expect(python?.examples ?? []).toEqual([]);
  },
);

test('the readers tell a difference when there is one', async () => {
  const hostile: readonly Reading[] = [
    { kind: 'url', text: 'http://evil.com\\@ok.internal/', hosts: ['ok.internal'] },
    { kind: 'postgres', text: 'postgresql://ok.internal/db?host=evil.com', hosts: ['ok.internal'] },
  ];
  expect(readByJavaScript(hostile).examples.length).toBeGreaterThan(1);
  const python = await readByPython([
    { kind: 'url', text: 'http://ok.internal\\@evil.com/', hosts: ['ok.internal'] },
  ]);
  expect(python?.examples.length ?? 1).toBe(1);
});
