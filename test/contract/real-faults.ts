import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { KINDS } from '../../operator/api/kinds.ts';
import { HttpCluster } from '../../operator/kube/http-cluster.ts';
import type { WatchSettings } from '../../operator/kube/reflector.ts';
import { HttpTransport } from '../../operator/kube/transport.ts';
import type { Watching } from '../../operator/ports/cluster.ts';
import { systemClock } from '../../operator/runtime/system.ts';
import type { TestCluster } from '../cluster/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { FaultProxy } from '../support/fault-proxy.ts';
import type { Fault } from '../support/fault-proxy.ts';
import { configMap, refIn } from './subject.ts';
import type { openReal } from './real-cluster.ts';

type Real = Awaited<ReturnType<typeof openReal>>;

/** A watch through a faulty proxy that replays what it was told, to compare with the truth. */
interface Follower {
  readonly watching: Watching<string>;
  /** State according to the events alone. */
  readonly replayed: ReadonlyMap<string, string>;
  /** Events that contradict what was told before. */
  readonly wrong: readonly string[];
  readonly counts: { listed: number; interrupted: number; decode: number };
}

interface Faulty {
  readonly follower: Follower;
  readonly proxy: FaultProxy;
}

function follow(cluster: (settings: WatchSettings) => HttpCluster, namespace: string): Follower {
  const replayed = new Map<string, string>();
  const wrong: string[] = [];
  const counts = { listed: 0, interrupted: 0, decode: 0 };
  const watched = cluster({
    stallMs: 2_000,
    // Quick retries: the waits are proven with a fake clock elsewhere.
    random: () => 0.05,
    hooks: {
      listed: () => (counts.listed += 1),
      interrupted: () => (counts.interrupted += 1),
      failed: (_kind, where) => {
        if (where === 'decode') counts.decode += 1;
        else wrong.push(`failed in ${where}`);
      },
    },
  });
  const watching = watched.watch<string>(KINDS.ConfigMap, {
    namespace,
    labelSelector: 'faults=1',
    project: ({ metadata, ...rest }) => `${metadata.name}=${(rest['data'] as { v: string }).v}`,
    onEvent: ({ type, object, old }) => {
      const name = object.split('=')[0]!;
      const has = replayed.get(name);
      if (old !== has) wrong.push(`${type} ${object}: old is ${old ?? ''}, told was ${has ?? ''}`);
      if ((type === 'added') !== (has === undefined)) wrong.push(`${type} ${object}`);
      if (type === 'deleted') replayed.delete(name);
      else replayed.set(name, object);
    },
  });
  return { watching, replayed, wrong, counts };
}

/** A watch that loses its connection in every way there is, on a real API server. */
export function reflectorExam(open: () => Promise<Real>, server: () => TestCluster): void {
  describe('a watch through a faulty network', () => {
    let real: Real;
    let proxy: FaultProxy;
    let transport: HttpTransport;
    const watchings: Watching<unknown>[] = [];

    beforeEach(async () => {
      real = await open();
      proxy = await FaultProxy.start({ upstream: real.connection });
      transport = new HttpTransport({
        connection: proxy.connection,
        clock: systemClock,
        version: 'test',
      });
    });
    afterEach(async () => {
      for (const watching of watchings.splice(0)) watching.close();
      transport.close();
      await proxy.close();
      await real.close();
    });

    const start = async (): Promise<Faulty> => {
      const follower = follow(
        (settings) => new HttpCluster({ transport, clock: systemClock, ...settings }),
        real.namespace,
      );
      watchings.push(follower.watching);
      await follower.watching.synced;
      return { follower, proxy };
    };
    const put = (name: string, v: string): Promise<unknown> =>
      real.cluster.apply(configMap(real, name, { labels: { faults: '1' }, data: { v } }), {
        manager: 'one',
      });
    const drop = (name: string): Promise<unknown> =>
      real.cluster.remove(refIn(real, KINDS.ConfigMap, name));
    /** Creates, changes and removes for a while. */
    const churn = async (rounds: number, prefix: string): Promise<void> => {
      for (let round = 0; round < rounds; round += 1) {
        await put(`${prefix}-${String(round)}`, 'new');
        await put(`${prefix}-${String(round)}`, `żółć-${String(round)}`);
        if (round % 3 === 0) await drop(`${prefix}-${String(round)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const truth = async (): Promise<Record<string, string>> => {
      const objects = await real.cluster.list(KINDS.ConfigMap, {
        namespace: real.namespace,
        labelSelector: 'faults=1',
      });
      return Object.fromEntries(
        objects.map(({ metadata, ...rest }) => [
          metadata.name,
          `${metadata.name}=${(rest['data'] as { v: string }).v}`,
        ]),
      );
    };
    const agrees = async ({ follower }: Faulty): Promise<void> => {
      const expected = await truth();
      const read = (): object => Object.fromEntries(follower.replayed);
      await eventually(
        () =>
          Promise.resolve(
            JSON.stringify(Object.entries(read()).sort()) ===
              JSON.stringify(Object.entries(expected).sort())
              ? true
              : undefined,
          ),
        { seconds: 20, what: 'the watch to agree with the API server' },
      ).catch(() => undefined);
      expect(read()).toEqual(expected);
      expect([...follower.watching.list()].sort()).toEqual(Object.values(expected).sort());
      expect(follower.wrong).toEqual([]);
    };
    const watches = (): number => proxy.seen.filter(({ isWatch }) => isWatch).length;
    const lists = (): number =>
      proxy.seen.filter(({ url, isWatch }) => url.includes('/configmaps') && !isWatch).length;

    const BREAKING: readonly (readonly [string, Fault])[] = [
      ['reset before the answer', { kind: 'reset' }],
      ['500', { kind: 'status', code: 500 }],
      ['503', { kind: 'status', code: 503 }],
      ['429 with Retry-After', { kind: 'status', code: 429, retryAfter: 1 }],
      ['401', { kind: 'status', code: 401 }],
      ['half a line, then cut', { kind: 'cut', afterBytes: 700 }],
      ['garbage in the stream', { kind: 'garbage', afterBytes: 900 }],
      ['silence', { kind: 'stall', afterBytes: 900 }],
      ['an ERROR event with 500', { kind: 'error-event', code: 500 }],
    ];
    test.each(BREAKING)(
      '%s: goes on from the last version seen, without a list',
      async (_, fault) => {
        await put('before', '0');
        let broken = 0;
        proxy.fault = ({ isWatch }) => (isWatch && (broken += 1) <= 3 ? fault : undefined);
        const faulty = await start();
        await churn(6, 'x');
        await agrees(faulty);
        await eventually(() => Promise.resolve(broken >= 3 ? true : undefined), {
          what: 'three faults',
        });
        expect(lists()).toBe(1);
        // Each fault costs one more watch; a 401 is tried twice with new credentials.
        expect(watches()).toBeLessThanOrEqual(8);
        expect(faulty.follower.watching.trouble()).toBeUndefined();
      },
    );

    test.each([
      ['an ERROR event with 410', { kind: 'error-event', code: 410 }],
      ['410', { kind: 'status', code: 410 }],
    ] as const)('%s: lists again and tells what it missed', async (_, fault) => {
      await put('stays', '0');
      await put('changes', '0');
      await put('goes', '0');
      const faulty = await start();
      proxy.fault = ({ isWatch }) => (isWatch ? { kind: 'status', code: 500 } : undefined);
      proxy.cutAll();
      await put('changes', '1');
      await drop('goes');
      await put('comes', '0');
      let expired = 0;
      proxy.fault = ({ isWatch }) => (isWatch && (expired += 1) === 1 ? fault : undefined);
      await agrees(faulty);
      expect(faulty.follower.counts.listed).toBe(2);
    });

    test('a slow network breaks characters and lines, not objects', async () => {
      proxy.fault = ({ isWatch }) =>
        isWatch ? { kind: 'slow', chunkBytes: 37, everyMs: 1 } : undefined;
      const faulty = await start();
      await churn(4, 'slow');
      await agrees(faulty);
      expect(faulty.follower.counts.decode).toBe(0);
    });

    test('all of it together, under load', async () => {
      const faulty = await start();
      const faults = [...BREAKING.map(([, fault]) => fault), { kind: 'error-event', code: 410 }];
      let turn = 0;
      proxy.fault = ({ isWatch }) => {
        turn += 1;
        return isWatch && turn % 2 === 0 ? (faults[turn % faults.length] as Fault) : undefined;
      };
      const cutting = setInterval(() => {
        proxy.cutAll();
      }, 300);
      await churn(40, 'load');
      clearInterval(cutting);
      proxy.fault = () => undefined;
      proxy.cutAll();
      await agrees(faulty);
      expect(watches() + lists()).toBeLessThan(100);
    });

    test('an API server that is away for a while is no reason to end or to storm', async () => {
      const faulty = await start();
      await put('before', '0');
      const asked = proxy.seen.length;
      server().kill('apiserver');
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      await eventually(() => Promise.resolve(faulty.follower.watching.trouble()), {
        what: 'trouble to be told',
      });
      await server().start('apiserver');
      await put('after', '1');
      await agrees(faulty);
      expect(faulty.follower.watching.trouble()).toBeUndefined();
      expect(proxy.seen.length - asked).toBeLessThan(30);
    }, 120_000);
  });
}
