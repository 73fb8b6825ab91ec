import { toYamlStream } from '../lib/yaml.ts';
import type { Product } from '../products/product.ts';
import { readManifests } from './input.ts';
import { checkOffline, renderOffline } from './offline.ts';
import { printFindings } from './print.ts';
import type { Console } from './print.ts';

/** `render -f`: prints what would be applied for each PlaneInstallation of a file; exit status 1 when one would be refused. */
export async function render(
  file: string,
  products: readonly Product[],
  console: Console,
): Promise<number> {
  const manifests = await readManifests(file);
  const judged = manifests.map((manifest) => ({
    manifest,
    findings: checkOffline(manifest, products),
  }));
  const refused = judged.filter(({ findings }) =>
    findings.some(({ severity }) => severity !== 'note'),
  );
  for (const { manifest, findings } of refused) console.error(printFindings(manifest, findings));
  if (refused.length > 0) return 1;
  for (const { manifest } of judged) console.out(toYamlStream(renderOffline(manifest, products)));
  return 0;
}
