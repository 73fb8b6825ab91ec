import { dig, textOf, worst } from './objects/placed.ts';
import type { Placed } from './objects/placed.ts';
import type { Bench } from './rule.ts';
import { refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Everything that the rules say of an object, each with its path. */
export function* judgeObject(object: unknown, bench: Bench): Generator<Placed> {
  const kind = textOf(dig(object, 'kind'));
  const known = bench.rules.object.filter((rule) => rule.kinds.includes(kind));
  const rules =
    known.length > 0 ? known : bench.rules.object.filter(({ kinds }) => kinds.includes('*'));
  for (const rule of rules) yield* rule.judge(object, bench);
}

/** Whether an object, as JSON, stays inside: its first refusal. */
export function judgeObjectText(text: string, bench: Bench): Verdict {
  try {
    return worst(judgeObject(JSON.parse(text), bench));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse('NotCanonical', { is: 'the text is no JSON', accept: 'write one object' });
  }
}
