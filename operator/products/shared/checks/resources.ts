import type { Finding } from '../../../api/finding.ts';
import { compareQuantities } from '../../../api/quantity.ts';
import type { Resources } from '../pod.ts';
import { merged } from '../workload.ts';
import { refused } from './finding.ts';

/** What a part requests beyond its limit, once the release's values stand where the spec gives none. */
export function* exceeding(
  path: string,
  { release, asked }: { readonly release: Resources; readonly asked: Resources | undefined },
): Iterable<Finding> {
  if (asked === undefined) return;
  const { requests, limits } = merged(release, asked);
  for (const name of ['cpu', 'memory']) {
    const [request, limit] = [requests?.[name], limits?.[name]];
    if ((compareQuantities(request, limit) ?? 0) <= 0) continue;
    yield refused({
      path,
      message: `requests "${request ?? ''}" of ${name} and limits it to "${limit ?? ''}", where the release's value stands for the one that is not given`,
      fix: `give both, the request at most the limit`,
    });
  }
}
