import { readdir, readFile } from 'node:fs/promises';

import { load } from 'js-yaml';
import { format } from 'prettier';

import { admission } from '../operator/admission/index.ts';
import { installationCrd, policyCrd } from '../operator/api/crd.ts';
import type { KubeObject } from '../operator/api/object.ts';
import { pagesSource } from '../operator/explain/pages-source.ts';
import type { PageFile } from '../operator/explain/pages-source.ts';
import { toYaml, toYamlStream } from '../operator/lib/yaml.ts';
import { imagesFor, imagesModule } from '../operator/products/images.ts';
import type { CompanionImage, ManifestImage } from '../operator/products/images.ts';
import { PRODUCTS } from '../operator/products/index.ts';
import { CHART_FILES } from './charts/index.ts';
import { rightsTable } from './charts/readme.ts';
import { withSections } from './section.ts';
import { sizing } from './sizing.ts';

/** One file that is made from the sources and kept in git. */
export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly content: () => string | Promise<string>;
}

const crd = (definition: () => KubeObject): (() => string) => {
  return () =>
    `# Made by "npm run generate" from operator/api; not edited.\n${toYaml(definition())}`;
};

/** The images manifest. */
const manifest = async (): Promise<{
  readonly images: readonly ManifestImage[];
  readonly companions?: readonly CompanionImage[];
}> =>
  load(await readFile('images-manifest/images.yaml', 'utf8')) as Awaited<
    ReturnType<typeof manifest>
  >;

/** The manifest of one product, as a module. */
const images = (
  product: string,
  { folder, hasCompanions }: { readonly folder: string; readonly hasCompanions: boolean },
): GeneratedFile => ({
  path: `operator/products/${folder}/images.generated.ts`,
  content: async (): Promise<string> => {
    const { images: all, companions = [] } = await manifest();
    return format(imagesModule(imagesFor(product, all), hasCompanions ? companions : undefined), {
      parser: 'typescript',
      singleQuote: true,
      printWidth: 100,
    });
  },
});

/** The offline pages of reasons and conditions. */
const pages = async (): Promise<readonly PageFile[]> => {
  const names = await readdir('operator/explain', { recursive: true });
  return Promise.all(
    names
      .filter((path) => path.endsWith('.md'))
      .map(async (path) => ({ path, text: await readFile(`operator/explain/${path}`, 'utf8') })),
  );
};

/** What the API server refuses by itself: a template of the chart that is plain YAML, for kubectl too. */
export const ADMISSION_FILE = 'charts/plane-operator/templates/admission.yaml';

/** Every generated file. A new one is one line here. */
export const GENERATED: readonly GeneratedFile[] = [
  { path: 'crds/airgappolicies.airgapped.dev.yaml', content: crd(policyCrd) },
  {
    path: 'crds/planeinstallations.airgapped.dev.yaml',
    content: crd(() => installationCrd(PRODUCTS)),
  },
  {
    path: ADMISSION_FILE,
    content: () =>
      `# Made by "npm run generate" from operator/admission; not edited.\n${toYamlStream(admission(PRODUCTS))}`,
  },
  images('Plane', { folder: 'plane', hasCompanions: true }),
  images('TenantPlane', { folder: 'tenant-plane', hasCompanions: false }),
  {
    path: 'operator/explain/pages.generated.ts',
    content: async () => pagesSource(await pages()),
  },
  // After the golden files, which it counts.
  {
    path: 'README.md',
    content: () => withSections('README.md', { sizing, rights: rightsTable }),
  },
  ...CHART_FILES,
];
