// A bundle into a registry, cold, warm and with one layer changed, against skopeo, crane and regctl in their best way of use. Usage: node test/bench/push.ts [--rounds 5] [--rtt 20]
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { build } from 'esbuild';

import { clients } from '../gap/clients.ts';
import { Site } from '../gap/site.ts';
import { startOciRegistry } from '../support/oci-registry.ts';
import { Pictures } from '../support/pictures.ts';
import type { Picture } from '../support/pictures.ts';
import { median, printRows } from './table.ts';
import type { Row } from './table.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, rtt: { type: 'string', default: '0' } },
});
const [rounds, rtt] = [Number(values.rounds), Number(values.rtt)];

/** Twelve images: three shared layers and one of its own each, of 4 MB. */
const pictures = (changed: boolean): readonly Picture[] =>
  Array.from({ length: 12 }, (_, at) => ({
    name: `bench/image-${at}:v1`,
    layers: ['a', 'b', 'c', at === 0 && changed ? 'own-new' : `own-${at}`],
    size: 4_000_000,
  }));

/** Runs a program; returns its seconds. */
async function seconds(command: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const [program = '', ...parameters] = command;
  const began = performance.now();
  const child = spawn(program, parameters, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${command.join(' ')}: ${said.slice(-500)}`);
  return (performance.now() - began) / 1000;
}

/** Runs programs one after the other. */
async function secondsOf(commands: readonly (readonly string[])[], home: string): Promise<number> {
  let sum = 0;
  for (const command of commands) sum += await seconds(command, { HOME: home });
  return sum;
}

/** A way to the registry on which every byte takes half a round trip. */
async function delayed(host: string, ms: number): Promise<Server> {
  const [name, port] = host.split(':');
  const late = (from: Socket, to: Socket): void => {
    from.on('data', (chunk: Buffer) => setTimeout(() => to.write(chunk), ms / 2));
    from.on('end', () => setTimeout(() => to.end(), ms / 2));
    from.on('error', () => to.destroy());
  };
  const server = createServer((socket) => {
    const upstream = connect({ host: name ?? '', port: Number(port), noDelay: true });
    late(socket, upstream);
    late(upstream, socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const site = await Site.open();
const has = await clients();
await site.stage('v1', pictures(false), 1);
await site.stage('v2', pictures(true), 2);
const [first, second] = [await site.bundle('v1'), await site.bundle('v2')];
await build({
  entryPoints: { 'plane-operator': 'operator/main.ts' },
  ...{
    outdir: site.path('program'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
  },
  ...{ format: 'esm', platform: 'node', target: 'node24', logLevel: 'error' },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
const program = site.path('program/plane-operator.mjs');

/** How each tool brings everything to a registry: one call, or one for each image where it knows no other way. */
type Tool = (version: 'v1' | 'v2', host: string, home: string) => readonly (readonly string[])[];
const images = new Pictures(pictures(false)).roots.map(({ name }) => name);
const TOOLS: Readonly<Record<string, Tool>> = {
  ours: (version, host, home) => [
    [
      process.execPath,
      program,
      'images',
      'push',
      version === 'v1' ? first : second,
      host,
      '--plain-http',
      '--jobs',
      rtt > 0 ? '16' : '4',
      '--journal',
      join(home, 'journal'),
    ],
  ],
  ...(has.skopeo === undefined
    ? {}
    : {
        skopeo: ((version, host) =>
          images.map((name) => [
            has.skopeo ?? '',
            '--insecure-policy',
            'copy',
            '--preserve-digests',
            '--dest-tls-verify=false',
            `oci:${site.path(version)}:${name}`,
            `docker://${host}/${name}`,
          ])) satisfies Tool,
      }),
  regctl: (version, host) =>
    images.map((name) => [
      has.regctl,
      '--host',
      `reg=${host},tls=disabled`,
      'image',
      'copy',
      `ocidir://${site.path(version)}@${digests[version][name] ?? ''}`,
      `${host}/${name}`,
    ]),
  crane: (version, host) =>
    images.map((name) => [
      has.crane,
      'push',
      '--insecure',
      site.path(`crane-${version}/${name.replaceAll(/[/:]/g, '_')}`),
      `${host}/${name}`,
    ]),
};
const digestsOf = (changed: boolean): Readonly<Record<string, string>> =>
  Object.fromEntries(
    new Pictures(pictures(changed)).roots.map(({ name, descriptor }) => [name, descriptor.digest]),
  );
const digests = { v1: digestsOf(false), v2: digestsOf(true) };
// crane takes one image for each layout.
for (const [version, changed] of [
  ['v1', false],
  ['v2', true],
] as const)
  for (const picture of pictures(changed))
    await new Pictures([picture]).write(
      site.path(`crane-${version}/${picture.name.replaceAll(/[/:]/g, '_')}`),
    );

const figures: Record<string, Record<string, number[]>> = {};
for (let round = 0; round < rounds; round += 1)
  for (const [name, tool] of Object.entries(TOOLS)) {
    const registry = await startOciRegistry({ plain: true });
    const way = await delayed(registry.host, rtt);
    const host = rtt > 0 ? `127.0.0.1:${(way.address() as AddressInfo).port}` : registry.host;
    const home = await mkdtemp(join(tmpdir(), 'plane-bench-'));
    await mkdir(join(home, '.docker'));
    for (const [what, version] of [
      ['cold', 'v1'],
      ['warm', 'v1'],
      ['one layer changed', 'v2'],
    ] as const) {
      const commands = tool(version, host, home);
      ((figures[what] ??= {})[name] ??= []).push(await secondsOf(commands, home));
    }
    way.close();
    await registry.stop();
    await rm(home, { recursive: true });
  }
await site.close();

const rows: Row[] = Object.entries(figures).flatMap(([what, byTool]) =>
  Object.entries(byTool)
    .filter(([name]) => name !== 'ours')
    .map(([name, times]) => ({
      what: `push, ${what}, ${rtt} ms`,
      value: median(byTool['ours'] ?? []),
      unit: 's',
      baseline: { what: name, value: median(times) },
      ...(what === 'cold' && name === 'skopeo' ? { goal: '0.67x' } : {}),
    })),
);
printRows(rows);
process.stdout.write(`${JSON.stringify({ rtt, figures })}\n`);
