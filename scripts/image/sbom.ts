import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as z from 'zod';

import { PROGRAM_VERSION } from '../../operator/runtime/version.ts';
import { run } from '../../test/node/run.ts';
import type { DebianPackage } from './debian.ts';
import type { Platform } from './platforms.ts';

/** What is taken of the components that npm lists. */
const Component = z.object({
  type: z.string(),
  name: z.string(),
  version: z.string(),
  purl: z.string(),
  hashes: z.array(z.unknown()).default([]),
  licenses: z.array(z.unknown()).default([]),
});
const Listed = z.object({ components: z.array(Component) });
const Manifest = z.object({ name: z.string(), version: z.string() });

/** A component of an SBOM, as CycloneDX 1.5 has it. */
interface Listing {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly [member: string]: unknown;
}

/** npm's own list of the packages that are in the bundle; their folders come from the bundler. */
export async function npmComponents(folders: readonly string[]): Promise<readonly Listing[]> {
  const said = await run('npm', 'sbom', '--sbom-format=cyclonedx');
  const { components } = Listed.parse(JSON.parse(said));
  return await Promise.all(
    folders.map(async (folder) => {
      const text = await readFile(join(folder, 'package.json'), 'utf8');
      const { name, version } = Manifest.parse(JSON.parse(text));
      const found = components.find(({ purl }) => purl === purlOf(name, version));
      if (found === undefined) throw new Error(`Cannot list ${folder}: npm does not know it`);
      return found;
    }),
  );
}

const purlOf = (name: string, version: string): string =>
  `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;

/** What the SBOM of a platform lists. */
export interface Contents {
  readonly platform: Platform;
  readonly npm: readonly Listing[];
  readonly packages: readonly DebianPackage[];
  /** Seconds since 1970. */
  readonly epoch: number;
}

/** The SBOM in CycloneDX 1.5: the bundle's packages, Node with what is linked into it, Debian's libraries. */
export function sbom({ platform, npm, packages, epoch }: Contents): string {
  const components = [
    ...npm,
    nodeComponent(),
    ...packages.map(({ name, version, arch, sha256 }) => ({
      type: 'library',
      name,
      version,
      purl: `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${arch}&distro=debian-12`,
      hashes: [{ alg: 'SHA-256', content: sha256 }],
    })),
  ].map((component) => ({ 'bom-ref': component.purl, ...component }));
  const purl = `pkg:generic/plane-operator@${PROGRAM_VERSION}?arch=${platform.arch}`;
  const itself = { name: 'plane-operator', version: PROGRAM_VERSION, purl };
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      timestamp: new Date(epoch * 1000).toISOString(),
      component: { 'bom-ref': purl, type: 'container', ...itself },
    },
    components,
    dependencies: [{ ref: purl, dependsOn: components.map((each) => each.purl) }],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Node says itself what it is linked with: it is the same release for every platform. */
function nodeComponent(): Listing {
  const { node, ...linked } = process.versions;
  const generic = (name: string, version: string): Listing => {
    const purl = `pkg:generic/${encodeURIComponent(name)}@${encodeURIComponent(version)}`;
    return { 'bom-ref': purl, type: 'library', name, version, purl };
  };
  const parts = Object.entries(linked).filter(([name]) => !NO_PARTS.has(name));
  return {
    ...generic('node', node),
    type: 'platform',
    licenses: [{ license: { id: 'MIT' } }],
    components: parts
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, version]) => generic(name, version ?? '')),
  };
}

/** Numbers of interfaces and data, not of software. */
const NO_PARTS: ReadonlySet<string> = new Set(['modules', 'napi', 'unicode', 'cldr', 'tz']);
