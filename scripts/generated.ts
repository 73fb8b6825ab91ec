import { installationCrd, policyCrd } from '../operator/api/crd.ts';
import type { ProductSchema } from '../operator/api/installation.ts';
import type { KubeObject } from '../operator/api/object.ts';
import { toYaml } from '../operator/lib/yaml.ts';
import { PRODUCTS } from '../operator/products/index.ts';
import { PlaneSpec } from '../operator/products/plane/spec.ts';

/** One file that is made from the sources and kept in git. */
export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly content: () => string | Promise<string>;
}

/** Until the first product is registered, its schema alone. */
const SCHEMAS: readonly ProductSchema[] =
  PRODUCTS.length > 0 ? PRODUCTS : [{ name: 'Plane', member: 'plane', schema: PlaneSpec }];

const crd = (definition: () => KubeObject): (() => string) => {
  return () =>
    `# Made by "npm run generate" from operator/api; not edited.\n${toYaml(definition())}`;
};

/** Every generated file. A new one is one line here. */
export const GENERATED: readonly GeneratedFile[] = [
  { path: 'crds/airgappolicies.airgapped.dev.yaml', content: crd(policyCrd) },
  {
    path: 'crds/planeinstallations.airgapped.dev.yaml',
    content: crd(() => installationCrd(SCHEMAS)),
  },
];
