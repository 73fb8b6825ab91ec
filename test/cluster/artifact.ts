import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { type Minor, MINORS, PATCHES } from './versions.ts';

/** Something the Go toolchain builds once and the cache keeps. */
export interface Artifact {
  readonly name: Minor | 'kwok' | 'companions' | 'registry' | 'clients';
  readonly title: string;
  readonly about: string;
  /** The program's file name in the cache. */
  readonly program: string;
  /** What is copied to the build folder: file name there, path here. */
  readonly sources: Readonly<Record<string, string>>;
  /** Arguments of `go build`, without the output. */
  readonly build: readonly string[];
  /** Further programs of the same module: file name in the cache, package. */
  readonly others?: Readonly<Record<string, string>>;
  /** A module whose folder holds more files to keep, relative to its root. */
  readonly extra?: { readonly module: string; readonly folders: readonly string[] };
}

const here = (...path: readonly string[]): string => join(import.meta.dirname, 'go', ...path);
const COMMON = ['-buildvcs=false', '-trimpath'];

export function controlPlaneArtifact(minor: Minor): Artifact {
  const [major, second] = minor.split('.') as [string, string];
  const version = 'k8s.io/component-base/version';
  const stamp = `-s -w -X ${version}.gitVersion=v${PATCHES[minor]} -X ${version}.gitMajor=${major} -X ${version}.gitMinor=${second}`;
  return {
    name: minor,
    title: `Kubernetes ${PATCHES[minor]} control plane`,
    about: 'about 5 minutes, once',
    program: 'kubernetes',
    sources: {
      'main.go': here('main.go'),
      'go.mod': here(minor, 'go.mod'),
      'go.sum': here(minor, 'go.sum'),
    },
    build: [...COMMON, '-ldflags', stamp, '.'],
  };
}

export const KWOK: Artifact = {
  name: 'kwok',
  title: 'kwok',
  about: 'about 2 minutes, once',
  program: 'kwok',
  sources: { 'go.mod': here('kwok', 'go.mod'), 'go.sum': here('kwok', 'go.sum') },
  build: [...COMMON, '-ldflags', '-s -w', 'sigs.k8s.io/kwok/cmd/kwok'],
  extra: {
    module: 'sigs.k8s.io/kwok',
    folders: [
      'kustomize/stage/node/fast',
      'kustomize/stage/pod/fast',
      'kustomize/stage/volume/fast',
      'kustomize/metrics/resource',
      'kustomize/metrics/usage',
    ],
  },
};

/** One module for both: most of what they are made of is the same, and is compiled once. */
export const COMPANIONS: Artifact = {
  name: 'companions',
  title: 'cert-manager and metrics-server',
  about: 'about 3 minutes, once',
  program: 'cert-manager',
  sources: {
    'main.go': here('companions', 'main.go'),
    'go.mod': here('companions', 'go.mod'),
    'go.sum': here('companions', 'go.sum'),
  },
  build: [...COMMON, '-ldflags', '-s -w', '.'],
  others: { 'metrics-server': 'sigs.k8s.io/metrics-server/cmd/metrics-server' },
  extra: { module: 'github.com/cert-manager/cert-manager', folders: ['deploy/crds'] },
};

export const REGISTRY: Artifact = {
  name: 'registry',
  title: 'a registry of the OCI',
  about: 'about 1 minute, once',
  program: 'registry',
  sources: {
    'main.go': here('registry', 'main.go'),
    'go.mod': here('registry', 'go.mod'),
    'go.sum': here('registry', 'go.sum'),
  },
  build: [...COMMON, '-ldflags', '-s -w', '.'],
};

/** Other people's clients of registries, which must read what ours writes and the other way round. */
export const CLIENTS: Artifact = {
  name: 'clients',
  title: 'crane, oras, regctl and the schemas of the image specification',
  about: 'about 3 minutes, once',
  program: 'validate',
  sources: {
    'main.go': here('clients', 'main.go'),
    'go.mod': here('clients', 'go.mod'),
    'go.sum': here('clients', 'go.sum'),
  },
  build: [...COMMON, '-ldflags', '-s -w', '.'],
  others: {
    crane: 'github.com/google/go-containerregistry/cmd/crane',
    oras: 'oras.land/oras/cmd/oras',
    regctl: 'github.com/regclient/regclient/cmd/regctl',
  },
};

/** Everything that the cache may hold. */
export const ARTIFACTS: readonly Artifact[] = [
  KWOK,
  COMPANIONS,
  REGISTRY,
  CLIENTS,
  ...MINORS.map(controlPlaneArtifact),
];

/** The folder of the cache that belongs to exactly these sources, flags and toolchain. */
export function artifactFolder(artifact: Artifact): string {
  const hash = createHash('sha256');
  for (const [name, path] of Object.entries(artifact.sources)) {
    hash.update(`${name}\n`).update(readFileSync(path)).update('\n');
  }
  const { build, extra, others } = artifact;
  hash.update(JSON.stringify([build, extra, goVersion(), goArch(), ...(others ? [others] : [])]));
  return cacheFolder('cluster', `${artifact.name}-${hash.digest('hex').slice(0, 16)}`);
}

export const goArch = (): string => (process.arch === 'x64' ? 'amd64' : process.arch);

let version: string | undefined;

/** The Go toolchain's version, or an error that says that there is none. */
export function goVersion(): string {
  try {
    version ??= execFileSync('go', ['env', 'GOVERSION'], {
      encoding: 'utf8',
      env: { ...process.env, GOTOOLCHAIN: 'local' },
    }).trim();
    return version;
  } catch (cause) {
    throw new Error('Cannot build the test cluster: "go" (1.26 or later) is not on the path', {
      cause,
    });
  }
}
