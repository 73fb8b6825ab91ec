import { createJudge } from '../../operator/judge/judge.ts';
import type { Subject } from '../../operator/judge/judge.ts';
import { madeUpTexts } from '../support/texts.ts';
import { CASES } from '../support/vectors.ts';
import { median } from './table.ts';
import type { Row } from './table.ts';

const COUNT = 100_000;
const SEED = 1;

/** Runs something once for each text and says how many texts that were in a second of one core. */
function perSecond(texts: readonly Subject[], judge: (one: Subject) => unknown): number {
  // The time of the processor: what else runs on the machine does not count.
  const began = process.cpuUsage();
  for (const one of texts) judge(one);
  const { user, system } = process.cpuUsage(began);
  return (texts.length / (user + system)) * 1_000_000;
}

/** Verdicts a second on one core, next to `new URL` on the same texts. */
export function judgeBench(rounds: number): readonly Row[] {
  const judge = createJudge({
    allowPrivateIPLiterals: false,
    allowedSuffixes: ['corp.example.com'],
    allowedHosts: ['ghe.example.org'],
    allowedCIDRs: ['10.20.0.0/16', 'fd12:3456:789a::/48'],
    allowedRegistries: ['registry.corp.example.com'],
  });
  const made = madeUpTexts(SEED);
  const texts = Array.from({ length: COUNT }, (): Subject => {
    const { kind, text } = made.next().value;
    return { kind, input: text };
  });
  const published = CASES.filter(({ kind }) => ['url', 'dsn', 'image', 'hostport'].includes(kind));
  const cases = Array.from({ length: COUNT }, (_, index) => published[index % published.length])
    .filter((one) => one !== undefined)
    .map(({ kind, input }): Subject => ({ kind, input }));
  return [
    row('verdicts on made-up URLs and DSNs', texts, { judge, rounds }),
    row('verdicts on the published cases', cases, { judge, rounds }),
  ];
}

function row(
  what: string,
  texts: readonly Subject[],
  { judge, rounds }: { readonly judge: (one: Subject) => unknown; readonly rounds: number },
): Row {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(perSecond(texts, judge));
    theirs.push(perSecond(texts, ({ input }) => URL.parse(input)));
  }
  return {
    what,
    value: median(ours),
    unit: '/s',
    baseline: { what: 'new URL alone', value: median(theirs) },
    goal: 'at least 200000 /s',
  };
}
