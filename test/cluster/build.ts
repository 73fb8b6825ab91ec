import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { alive } from './alive.ts';
import {
  type Artifact,
  artifactFolder,
  ARTIFACTS,
  CLIENTS,
  COMPANIONS,
  controlPlaneArtifact,
  goArch,
  KWOK,
  REGISTRY,
} from './artifact.ts';
import { atExit } from './at-exit.ts';
import { cacheFolder } from './cache-folder.ts';
import { withLock } from './lock.ts';
import type { Minor } from './versions.ts';

export type Log = (line: string) => void;

const TELL_MS = 30_000;
const toStderr: Log = (line) => process.stderr.write(`${line}\n`);

/** The binary of a control plane, built when the cache has none. */
export async function controlPlane(minor: Minor, log: Log = toStderr): Promise<string> {
  const artifact = controlPlaneArtifact(minor);
  await buildAll([artifact], log);
  return join(artifactFolder(artifact), artifact.program);
}

/** The folder with the `kwok` binary and its stage files, built when the cache has none. */
export async function kwokFolder(log: Log = toStderr): Promise<string> {
  await buildAll([KWOK], log);
  return artifactFolder(KWOK);
}

/** The folder with cert-manager, its CRDs and metrics-server, built when the cache has none. */
export async function companionsFolder(log: Log = toStderr): Promise<string> {
  await buildAll([COMPANIONS], log);
  return artifactFolder(COMPANIONS);
}

/** The binary of a registry of the OCI, built when the cache has none. */
export async function registryProgram(log: Log = toStderr): Promise<string> {
  await buildAll([REGISTRY], log);
  return join(artifactFolder(REGISTRY), REGISTRY.program);
}

/** The folder with `crane`, `oras`, `regctl` and `validate`, built when the cache has none. */
export async function clientsFolder(log: Log = toStderr): Promise<string> {
  await buildAll([CLIENTS], log);
  return artifactFolder(CLIENTS);
}

/** Builds what the cache lacks; the downloads are shared, and removed with everything else. */
export async function buildAll(artifacts: readonly Artifact[], log: Log = toStderr): Promise<void> {
  const missing = artifacts.filter((artifact) => !isBuilt(artifact));
  if (missing.length === 0) return;
  const root = cacheFolder('cluster');
  await mkdir(root, { recursive: true });
  await sweep(root);
  // The host's name tells apart the process ids of machines that share a home.
  const temp = await mkdtemp(join(root, `tmp-${hostname()}-${process.pid}-`));
  const forget = atExit(() => {
    rmSync(temp, { recursive: true, force: true });
  });
  try {
    for (const artifact of missing) {
      const file = join(root, `${artifact.name}.lock`);
      await withLock({ file, log }, () => build({ artifact, temp, log }));
    }
  } finally {
    await rm(temp, { recursive: true, force: true });
    forget();
  }
}

/** Removes what another source, flag or toolchain made; returns the names of what went. */
export async function removeOldBuilds(): Promise<readonly string[]> {
  const root = cacheFolder('cluster');
  if (!existsSync(root)) return [];
  const current = new Set(ARTIFACTS.map((artifact) => basename(artifactFolder(artifact))));
  const old = (await readdir(root)).filter(
    (name) => /^[a-z0-9.]+-[0-9a-f]{16}$/.test(name) && !current.has(name),
  );
  for (const name of old) await rm(join(root, name), { recursive: true, force: true });
  return [...old, ...(await sweep(root))];
}

const isBuilt = (artifact: Artifact): boolean =>
  existsSync(join(artifactFolder(artifact), artifact.program));

interface Work {
  readonly artifact: Artifact;
  readonly temp: string;
  readonly log: Log;
}

async function build({ artifact, temp, log }: Work): Promise<void> {
  if (isBuilt(artifact)) return; // by the process we waited for
  const source = join(temp, `${artifact.name}-source`);
  const result = join(temp, `${artifact.name}-result`);
  const cache = join(temp, `${artifact.name}-cache`);
  for (const folder of [source, result, cache]) await mkdir(folder, { recursive: true });
  for (const [name, path] of Object.entries(artifact.sources))
    await copyFile(path, join(source, name));

  const started = Date.now();
  const seconds = (): number => Math.round((Date.now() - started) / 1000);
  log(`building ${artifact.title} (${artifact.about})`);
  const tell = setInterval(() => {
    log(`building ${artifact.title} … ${seconds()} s`);
  }, TELL_MS);
  try {
    const run = (...parameters: readonly string[]): Promise<string> =>
      go({ parameters, source, cache, temp });
    await run('build', '-o', join(result, artifact.program), ...artifact.build);
    for (const [program, path] of Object.entries(artifact.others ?? {}))
      await run('build', '-o', join(result, program), ...artifact.build.slice(0, -1), path);
    await keepExtra(artifact, { result, run });
  } finally {
    clearInterval(tell);
    await rm(cache, { recursive: true, force: true });
  }
  await publish(result, artifactFolder(artifact));
  log(`built ${artifact.title} in ${seconds()} s`);
}

interface Keep {
  readonly result: string;
  readonly run: (...parameters: readonly string[]) => Promise<string>;
}

async function keepExtra({ extra }: Artifact, { result, run }: Keep): Promise<void> {
  if (extra === undefined) return;
  const root = (await run('list', '-m', '-f', '{{.Dir}}', extra.module)).trim();
  for (const folder of extra.folders) {
    const target = join(result, folder);
    await mkdir(target, { recursive: true });
    // Plain files, one by one: the module cache is read-only, and a copied mode would stay so.
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      if (entry.isFile()) await copyFile(join(root, folder, entry.name), join(target, entry.name));
    }
  }
}

/** The other builder, if any, made the same bytes: whoever renames first wins. */
async function publish(result: string, folder: string): Promise<void> {
  await rename(result, folder).catch((error: unknown) => {
    if (!existsSync(folder)) throw error;
  });
}

interface GoRun {
  readonly parameters: readonly string[];
  readonly source: string;
  readonly cache: string;
  readonly temp: string;
}

/** Runs Go with caches of its own, which grow by gigabytes and must not stay with the user. */
function go({ parameters, source, cache, temp }: GoRun): Promise<string> {
  const env = {
    ...process.env,
    CGO_ENABLED: '0',
    GOARCH: goArch(),
    GOCACHE: cache,
    GOFLAGS: '-modcacherw',
    GOMODCACHE: join(temp, 'modules'),
    GOOS: 'linux',
    GOPATH: join(temp, 'path'), // its checksum notes
    GOTOOLCHAIN: 'local',
    GOTMPDIR: temp,
    GOWORK: 'off',
  };
  return new Promise((resolve, reject) => {
    const child = spawn('go', parameters, { cwd: source, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const forget = atExit(() => child.kill('SIGKILL'));
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4000)));
    child.once('error', reject);
    child.once('close', (code) => {
      forget();
      if (code === 0) resolve(output);
      else
        reject(
          new Error(
            `Cannot run "go ${parameters[0] ?? ''}": exit code ${code ?? 'none'}\n${errors}`,
          ),
        );
    });
  });
}

/** Removes the build folders of processes of this machine that are gone. */
async function sweep(root: string): Promise<readonly string[]> {
  const prefix = `tmp-${hostname()}-`;
  const gone = (await readdir(root)).filter(
    (name) => name.startsWith(prefix) && !alive(Number(name.slice(prefix.length).split('-')[0])),
  );
  for (const name of gone) await rm(join(root, name), { recursive: true, force: true });
  return gone;
}
