import { eventually } from '../support/eventually.ts';
import type { Stage } from './stage.ts';

interface Pod {
  readonly metadata: {
    readonly uid: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly status: { readonly phase: string };
}

/** UIDs of the pods that run, by part. */
export async function podsOf(stage: Stage): Promise<Readonly<Record<string, string>>> {
  const by: Record<string, string[]> = {};
  for (const { metadata, status } of await stage.list<Pod>('pods')) {
    if (metadata.deletionTimestamp !== undefined || status.phase !== 'Running') continue;
    (by[metadata.labels['app.kubernetes.io/component'] ?? ''] ??= []).push(metadata.uid);
  }
  return Object.fromEntries(
    Object.entries(by).map(([part, uids]) => [part, uids.sort().join(' ')]),
  );
}

/** How long a change has to become visible, in milliseconds. */
const TIME = 4_000;

/** Parts that had pods and now have others, once everything is Ready again after a change. */
export async function restartedBy(
  stage: Stage,
  act: () => Promise<unknown>,
): Promise<readonly string[]> {
  const before = await podsOf(stage);
  await act();
  await new Promise((resolve) => setTimeout(resolve, TIME));
  await stage.wait('Ready');
  const known = (parts: object): readonly string[] =>
    Object.keys(parts).filter((part) => part in before);
  const after = await eventually(
    async () => {
      const now = await podsOf(stage);
      const counts = (of: Readonly<Record<string, string>>): string =>
        known(now)
          .map((part) => of[part]?.split(' ').length)
          .join();
      return counts(now) === counts(before) ? now : undefined;
    },
    { what: 'the old pods to end' },
  );
  return known(after).filter((part) => after[part] !== before[part]);
}
