import type pino from 'pino';

import type { WatchCache } from '../observe/cache.ts';

/** How often what keeps the first lists from being complete is looked at, in milliseconds. */
const TELL = 5_000;

/** Says once what is missing, a right or a definition, while the first lists are waited for. Returns what ends it. */
export function tellTroubles(cache: Pick<WatchCache, 'watchings'>, log: pino.Logger): () => void {
  const told = new Set<string>();
  const timer = setInterval(() => {
    for (const { kind, watching } of cache.watchings()) {
      const trouble = watching.hasSynced() ? undefined : watching.trouble();
      if (trouble === undefined || told.has(trouble)) continue;
      told.add(trouble);
      log.warn({ kind, trouble }, 'waits for what is missing');
    }
  }, TELL);
  return () => {
    clearInterval(timer);
  };
}
