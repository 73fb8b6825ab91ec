import type { ServerResponse } from 'node:http';

import { afterEach, expect } from 'vitest';

import { KINDS } from '../../../operator/api/kinds.ts';
import { HttpCluster } from '../../../operator/kube/http-cluster.ts';
import type { WatchSettings } from '../../../operator/kube/reflector.ts';
import { HttpTransport } from '../../../operator/kube/transport.ts';
import type { WatchOptions, Watching } from '../../../operator/ports/cluster.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { FakeServer, json } from './fake-server.ts';
import type { Asked } from './fake-server.ts';

/** An answer that a fake API server was asked for. */
export type Answer = (response: ServerResponse, asked: Asked) => void;

/** A ConfigMap of the list or watch. */
export const item = (name: string, resourceVersion: string, uid = `uid-${name}`): object => ({
  metadata: { name, namespace: 'ns', uid, resourceVersion },
});
/** One page of a list. */
export const list =
  (resourceVersion: string, items: readonly object[], next?: string): Answer =>
  (response) => {
    json(response, { metadata: { resourceVersion, continue: next }, items });
  };
/** A Status. */
export const refuse =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) => {
    json(response, { kind: 'Status', code, message: `answer ${String(code)}` }, { code, headers });
  };
/** One line of a watch. */
export const event = (type: string, object: object): string =>
  `${JSON.stringify({ type, object })}\n`;
/** A watch that says this and then ends, or stays open. */
export const watch =
  (text: string, end = true): Answer =>
  (response) => {
    response.writeHead(200);
    response.flushHeaders();
    response.write(text);
    if (end) response.end();
  };

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

export interface Setup {
  readonly watching: Watching<string>;
  readonly clock: FakeClock;
  readonly server: FakeServer;
  readonly lines: string[];
  readonly failed: string[];
  readonly until: (ready: () => boolean) => Promise<void>;
}

/** A watch of ConfigMaps in `ns` on a server that gives these answers in turn and then none. */
export async function start(
  answers: readonly Answer[],
  {
    settings = {},
    options = {},
  }: { settings?: WatchSettings; options?: Partial<WatchOptions<string>> } = {},
): Promise<Setup> {
  const server = await FakeServer.start((asked, response, turn) => {
    // What is asked after the script is over waits for ever.
    answers[turn - 1]?.(response, asked);
  });
  const clock = new FakeClock();
  const transport = new HttpTransport({ connection: server.connection, clock, version: '0' });
  const lines: string[] = [];
  const failed: string[] = [];
  const cluster = new HttpCluster({
    transport,
    clock,
    random: () => 0.5,
    hooks: { failed: (_kind, where) => failed.push(where) },
    ...settings,
  });
  const watching = cluster.watch<string>(KINDS.ConfigMap, {
    namespace: 'ns',
    project: ({ metadata }) => `${metadata.name}@${metadata.resourceVersion ?? ''}`,
    onEvent: ({ type, object, old, initial }) =>
      lines.push(
        `${initial ? 'initial ' : ''}${type} ${object}${old === undefined ? '' : ` was ${old}`}`,
      ),
    ...options,
  });
  closing.push(
    () => server.close(),
    () => {
      transport.close();
    },
    () => {
      watching.close();
    },
  );
  const until = async (ready: () => boolean): Promise<void> => {
    for (let turn = 0; turn < 500 && !ready(); turn += 1) await settle();
    expect(ready()).toBe(true);
  };
  return { watching, clock, server, lines, failed, until };
}

/** Which resourceVersion was asked for. */
export const versionOf = ({ url }: Asked): string | null =>
  new URL(url, 'http://x').searchParams.get('resourceVersion');
