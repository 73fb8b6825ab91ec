import { spawn } from 'node:child_process';
import { access, readdir, rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { verifyContent } from '../../operator/bundle/verify.ts';
import { openBundle } from '../../operator/bundle/open.ts';
import { openVolumes } from '../../operator/bundle/volumes.ts';
import { SEED, seeded } from '../support/seeded.ts';
import { startOciRegistry } from '../support/oci-registry.ts';
import type { OciRegistry } from '../support/oci-registry.ts';
import type { Pictures } from '../support/pictures.ts';
import { FaultRegistry } from './fault-registry.ts';
import { whatIsWrong } from './pulled.ts';
import { RELEASE, Site } from './site.ts';

const KILLS = process.env['PLANE_TEST_LONG'] === undefined ? 20 : 200;
const [CHUNK, JOBS] = [200_000, 2];
const PICTURES = RELEASE.map((picture) => ({ ...picture, size: 600_000 }));

let site: Site;
let bundle: string;
let made: Pictures;
let program: string;

beforeAll(async () => {
  site = await Site.open();
  made = await site.stage('first', PICTURES);
  bundle = await site.bundle('first');
  program = site.path('program/plane-operator.mjs');
  // One file starts in a fifth of the time: more of the moments fall into the work.
  await build({
    entryPoints: { 'plane-operator': 'operator/main.ts' },
    outdir: site.path('program'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
});

afterAll(() => site.close());

/** A tag that is not there yet is no mistake. */
const isMore = (line: string): boolean => !line.endsWith('is not there');

interface Run {
  readonly kill: () => void;
  readonly ended: Promise<number | 'killed'>;
}

/** Runs `images …` in a process of its own. */
function run(parameters: readonly string[]): Run {
  const child = spawn(process.execPath, [program, 'images', ...parameters], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return {
    kill: () => child.kill('SIGKILL'),
    ended: new Promise((resolve, reject) => {
      child.once('close', (code) => {
        if (code !== null && code !== 0) reject(new Error(said));
        else resolve(code ?? 'killed');
      });
    }),
  };
}

test(`a push that is killed ${KILLS} times never shows an image without its blobs, and goes on where it was`, async () => {
  const registry: OciRegistry = await startOciRegistry({ plain: true });
  const proxy = await FaultRegistry.before(registry.host);
  const random = seeded(SEED);
  const push = (prefix: string): Run =>
    run([
      ...['push', bundle, `${proxy.host}/${prefix}`, '--plain-http', '--jobs', String(JOBS)],
      ...['--chunk-size', String(CHUNK), '--journal', site.path(`${prefix}.jsonl`)],
    ]);
  /** Kills once so many requests and bytes have come. */
  const killAt = ({ kill }: Run, requests: number, bytes: number): void => {
    const [seen, before] = [proxy.seen.length, proxy.blobBytes];
    proxy.onArrival = () => {
      if (proxy.seen.length - seen > requests || proxy.blobBytes - before > bytes) kill();
    };
  };
  /** Kills and begins again until one run ends by itself; returns how often it was killed. */
  const untilDone = async (prefix: string, most: number): Promise<number> => {
    for (let kills = 0; ; kills += 1) {
      const one = push(prefix);
      const [r, b] = [random.next().value, random.next().value];
      if (kills < most) killAt(one, 2 * r * requests, 2 * b * once);
      const ended = await one.ended;
      proxy.onArrival = () => undefined;
      const half = (await whatIsWrong(registry.host, prefix, made)).filter(isMore);
      expect(half, `seed ${SEED}, ${prefix}, kill ${kills}`).toEqual([]);
      if (ended !== 'killed') return kills;
    }
  };
  let [requests, once] = [0, 0];
  try {
    await push('measured').ended;
    [requests, once] = [proxy.seen.length, proxy.blobBytes];
    for (let [left, round] = [KILLS, 0]; left > 0; round += 1) {
      const before = proxy.blobBytes;
      const kills = await untilDone(`mirror-${round}`, left);
      const why = `seed ${SEED}, round ${round}, ${kills} kills`;
      expect(await whatIsWrong(registry.host, `mirror-${round}`, made), why).toEqual([]);
      expect(proxy.blobBytes - before - once, why).toBeLessThanOrEqual(kills * JOBS * CHUNK);
      left -= kills;
    }
  } finally {
    await proxy.stop();
    await registry.stop();
  }
}, 600_000);

test(`making a bundle that is killed ${KILLS / 2} times leaves a whole one or none`, async () => {
  const random = seeded(SEED + 1);
  const file = site.path('killed.tar');
  const make = (): Run =>
    run([
      ...['bundle', '--lock', site.path('first.lock.json'), '--from', site.path('first')],
      ...['-o', file, '--volume-size', '1M'],
    ]);
  const there = (name: string): Promise<boolean> =>
    access(name).then(
      () => true,
      () => false,
    );
  /** From the first byte that is written to some time after the last. */
  const firstByte = async (): Promise<void> => {
    while (!(await there(`${file}.001.part`)) && !(await there(`${file}.001`))) await wait(1);
  };
  const clear = async (): Promise<void> => {
    for (const name of await readdir(site.folder))
      if (name.startsWith('killed.tar')) await rm(site.path(name));
  };
  for (let kills = 0; kills < KILLS / 2;) {
    await clear();
    for (let done = false; !done;) {
      const one = make();
      const ended = one.ended;
      await Promise.race([ended, firstByte()]);
      await wait(random.next().value * 120);
      if (kills < KILLS / 2) one.kill();
      if ((await ended) === 'killed') kills += 1;
      done = await there(`${file}.sha256`);
      if (!done) continue;
      const bytes = await openVolumes(file);
      const problems = await verifyContent(await openBundle(bytes), { jobs: 2 });
      await bytes.close();
      expect(problems, `seed ${SEED}, kill ${kills}`).toEqual([]);
    }
  }
}, 600_000);
