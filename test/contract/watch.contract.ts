import { expect, test } from 'vitest';

import { KINDS } from '../../operator/api/kinds.ts';
import type { KubeObject } from '../../operator/api/object.ts';
import type { ListOptions, WatchEvent, Watching } from '../../operator/ports/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { configMap, refIn } from './subject.ts';
import type { Exam, Subject } from './subject.ts';

/** What these watches keep of a ConfigMap. */
interface Seen {
  readonly name: string;
  readonly kind: string;
  readonly a: string | undefined;
}

const project = ({ kind, metadata, data }: KubeObject & { data?: { a?: string } }): Seen => ({
  name: metadata.name,
  kind,
  a: data?.a,
});

/** `initial added x=1`: an event in one line. */
const line = ({ type, object, initial, old }: WatchEvent<Seen>): string =>
  `${initial ? 'initial ' : ''}${type} ${object.name}=${object.a ?? ''}${old === undefined ? '' : ` was ${old.a ?? ''}`}`;

interface Watched {
  readonly watching: Watching<Seen>;
  readonly lines: readonly string[];
  readonly until: (lines: readonly string[]) => Promise<void>;
}

function watch(it: Subject, set: string, options: ListOptions = {}): Watched {
  const lines: string[] = [];
  const watching = it.cluster.watch<Seen>(KINDS.ConfigMap, {
    namespace: it.namespace,
    labelSelector: `set=${set}`,
    ...options,
    project,
    onEvent: (event) => {
      lines.push(line(event));
    },
  });
  const until = async (expected: readonly string[]): Promise<void> => {
    await eventually(() => Promise.resolve(lines.length >= expected.length ? true : undefined), {
      what: `${expected.join('; ')}, but have ${lines.join('; ')}`,
      seconds: 10,
    });
    expect(lines).toEqual(expected);
  };
  return { watching, lines, until };
}

/** watch. */
export function watchContract({ subject, fresh }: Exam): void {
  test('watch tells the first list, then every change in order', async () => {
    const it = subject();
    const set = fresh();
    const object = (a: string): KubeObject => configMap(it, set, { labels: { set }, data: { a } });
    const ref = refIn(it, KINDS.ConfigMap, set);
    await it.cluster.apply(object('1'), { manager: 'one' });
    const { watching, until } = watch(it, set);
    try {
      await watching.synced;
      expect(watching.hasSynced()).toBe(true);
      expect(watching.trouble()).toBeUndefined();
      await until([`initial added ${set}=1`]);
      await it.cluster.apply(object('2'), { manager: 'one' });
      await it.cluster.apply(object('3'), { manager: 'one' });
      await it.cluster.remove(ref);
      await it.cluster.apply(object('4'), { manager: 'one' });
      await until([
        `initial added ${set}=1`,
        `modified ${set}=2 was 1`,
        `modified ${set}=3 was 2`,
        `deleted ${set}=3 was 3`,
        `added ${set}=4`,
      ]);
      expect(watching.get(it.namespace, set)).toEqual({ name: set, kind: 'ConfigMap', a: '4' });
      expect([...watching.list()]).toHaveLength(1);
      expect(watching.silence()).toBeGreaterThanOrEqual(0);
    } finally {
      watching.close();
    }
  });

  test('watch says deleted when an object leaves the selector', async () => {
    const it = subject();
    const set = fresh();
    const { watching, until } = watch(it, set);
    try {
      await watching.synced;
      await it.cluster.apply(configMap(it, set, { labels: { set } }), { manager: 'one' });
      await it.cluster.apply(configMap(it, set), { manager: 'one' });
      await until([`added ${set}=`, `deleted ${set}= was `]);
      expect(watching.get(it.namespace, set)).toBeUndefined();
    } finally {
      watching.close();
    }
  });

  test('watch of metadata only sees no other fields', async () => {
    const it = subject();
    const set = fresh();
    const { watching, until } = watch(it, set, { metadataOnly: true });
    try {
      await watching.synced;
      const object = configMap(it, set, { labels: { set }, data: { a: '1' } });
      await it.cluster.apply(object, { manager: 'one' });
      await until([`added ${set}=`]);
      expect(watching.get(it.namespace, set)?.kind).toBe('ConfigMap');
    } finally {
      watching.close();
    }
  });

  test('watch goes on after an exception in onEvent', async () => {
    const it = subject();
    const set = fresh();
    const seen: string[] = [];
    const watching = it.cluster.watch(KINDS.ConfigMap, {
      namespace: it.namespace,
      labelSelector: `set=${set}`,
      project,
      onEvent: ({ object }) => {
        seen.push(object.name);
        throw new Error('thrown on purpose');
      },
    });
    try {
      await watching.synced;
      for (const part of ['a', 'b'])
        await it.cluster.create(configMap(it, `${set}-${part}`, { labels: { set } }));
      await eventually(() => Promise.resolve(seen.length === 2 ? true : undefined), {
        what: 'two events',
      });
      expect([...watching.list()]).toHaveLength(2);
    } finally {
      watching.close();
    }
  });

  test('watch tells nothing after close', async () => {
    const it = subject();
    const set = fresh();
    const { watching, lines } = watch(it, set);
    await watching.synced;
    watching.close();
    const other = watch(it, set);
    await other.watching.synced;
    await it.cluster.create(configMap(it, set, { labels: { set } }));
    await other.until([`added ${set}=`]);
    other.watching.close();
    expect(lines).toEqual([]);
  });

  test('watch that is closed before its first list rejects synced', async () => {
    const { watching } = watch(subject(), fresh());
    watching.close();
    await expect(watching.synced).rejects.toThrow();
  });
}
