import type { Verdict } from '../../api/verdict.ts';
import type { KeptKeys, Report } from '../report.ts';

/** KeysExported: keys without which stored data cannot be read exist somewhere else as well. Says nothing of Ready. */
export function keysExported({ tended }: Report): Verdict | undefined {
  const keys = tended?.keys ?? [];
  if (keys.length === 0) return undefined;
  const gone = keys.filter(({ exported }) => exported === 'Gone');
  if (gone.length > 0)
    return {
      status: 'Unknown',
      reason: 'KeysMissing',
      message: `gone, and with them the note of their export: ${names(gone)}`,
    };
  const lacking = keys.filter(({ exported }) => exported !== 'Current');
  if (lacking.length === 0)
    return {
      status: 'True',
      reason: 'Exported',
      message: `exported as they are: ${names(keys)}`,
    };
  const never = lacking.filter(({ exported }) => exported === 'Never');
  return {
    status: 'False',
    reason: 'NotExported',
    message:
      never.length === lacking.length
        ? `never exported: ${names(lacking)}; run "plane-operator keys export"`
        : `keys were added or changed since the last export: ${names(lacking)}; run "plane-operator keys export" again`,
  };
}

const names = (keys: readonly KeptKeys[]): string => keys.map(({ name }) => name).join(', ');
