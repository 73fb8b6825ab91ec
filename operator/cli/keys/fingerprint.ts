import type { Cluster } from '../../ports/cluster.ts';
import type { Console } from '../print.ts';
import { keyStates, storedSecrets } from './stored.ts';
import type { KeyState, Named } from './stored.ts';

/** `keys fingerprint`: names and fingerprints of all keys; exit status 1 when one is missing or changed. */
export async function fingerprintKeys(
  { output, ...named }: Named & { readonly output: 'text' | 'json' },
  cluster: Cluster,
  console: Console,
): Promise<number> {
  const states = (await storedSecrets(named, cluster)).flatMap(keyStates);
  console.out(output === 'json' ? `${JSON.stringify(states, null, 2)}\n` : printKeys(states));
  return states.some(({ state }) => state === 'MISSING' || state === 'CHANGED') ? 1 : 0;
}

/** A table for a person. */
export function printKeys(states: readonly KeyState[]): string {
  const rows = states.map(({ secret, key, fingerprint, state }) => [
    secret,
    key,
    fingerprint ?? '-',
    state,
  ]);
  const all = [['SECRET', 'KEY', 'FINGERPRINT', 'STATE'], ...rows];
  const width = (column: number): number => Math.max(...all.map((row) => row[column]?.length ?? 0));
  const widths = [0, 1, 2].map(width);
  return all
    .map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`)
    .join('');
}
