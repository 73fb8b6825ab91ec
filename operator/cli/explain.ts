import { explain } from '../explain/explain.ts';
import { PAGES } from '../explain/pages.generated.ts';
import type { Console } from './print.ts';

/** `explain TOPIC`: the page of a reason or condition; exit status 1 for a topic that there is not. */
export function explainTopic(topic: string | undefined, console: Console): number {
  const found = explain(topic, PAGES);
  if (found.ok) {
    console.out(`${found.value.trimEnd()}\n`);
    return 0;
  }
  const { message, suggestions } = found.error;
  console.error(
    `${message}${suggestions.length === 0 ? '' : `: did you mean ${suggestions.join(', ')}?`}\n`,
  );
  return 1;
}
