import { readFile } from 'node:fs/promises';

import { loadAll } from 'js-yaml';

import type { KubeObject } from '../../operator/api/object.ts';
import type { Kubectl } from './kubectl.ts';

/** Makes a namespace with what the demo's site has, and answers with the demo's resource for it. */
export async function demoSite(kubectl: Kubectl, namespace: string): Promise<KubeObject> {
  const text = await readFile('scripts/demo-files/site.yaml', 'utf8');
  await kubectl.run(
    ['apply', '-f', '-'],
    text
      .replaceAll('namespace: plane', `namespace: ${namespace}`)
      .replace('  name: plane\n', `  name: ${namespace}\n`),
  );
  const [resource] = loadAll(await readFile('scripts/demo-files/plane.yaml', 'utf8')) as [
    KubeObject,
  ];
  return { ...resource, metadata: { ...resource.metadata, namespace } };
}
