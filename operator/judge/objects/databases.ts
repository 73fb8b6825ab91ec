import { judgeImage } from '../images.ts';
import { judgeLeaves } from '../leaves.ts';
import type { Bench } from '../rule.ts';
import { judgeFreeText } from '../scan.ts';
import { judgeUrl } from '../urls.ts';
import { refuse } from '../verdict.ts';
import { dig, textOf } from './placed.ts';
import type { Placed } from './placed.ts';

/** Whether a CloudNativePG Cluster stays inside: images, backups, and clusters it copies from. */
export function* judgeDatabaseCluster(
  spec: unknown,
  path: string,
  bench: Bench,
): Generator<Placed> {
  const image = textOf(dig(spec, 'imageName'));
  if (image !== undefined) yield { path: `${path}.imageName`, verdict: judgeImage(image, bench) };
  const store = dig(spec, 'backup', 'barmanObjectStore');
  const place = `${path}.backup.barmanObjectStore.endpointURL`;
  const url = textOf(dig(store, 'endpointURL'));
  if (url !== undefined) yield { path: place, verdict: judgeUrl(url, bench) };
  else if (store !== undefined)
    yield {
      path: place,
      verdict: refuse('DefaultsToExternal', {
        is: 'it is not given, so a public store is asked',
        accept: 'write the URL of a store inside',
      }),
    };
  yield {
    path: `${path}.externalClusters`,
    verdict: judgeLeaves(dig(spec, 'externalClusters'), bench, judgeFreeText),
  };
}
