import { image } from '../../../model/image.ts';
import { job } from '../../shared/objects.ts';
import { podTemplate } from '../../shared/pod.ts';
import { buildSearchIndex, SEARCH_INDEX_FAILURES } from '../build-search-index.ts';
import type { PlanePart } from '../context.ts';
import { VENDOR_USER } from '../context.ts';
import { searchDimension } from '../environment/search.ts';
import { requiring } from '../fips.ts';
import { embeddedStores, searchPart } from '../model.ts';
import { merged } from '../workload.ts';

/**
 * Makes the indices of the search and has them filled. Nothing waits for it: Plane serves, and finds more from minute
 * to minute. It runs again with every changed setting and finds nothing to do.
 */
export const searchIndex: PlanePart = ({ model, release, environment }) => {
  const { search, ai, components } = model.own;
  if (search === undefined) return undefined;
  const settings = components?.searchIndex;
  const template = podTemplate(model, 'search-index', {
    options: { user: VENDOR_USER, restartPolicy: 'Never', scheduling: settings },
    container: {
      name: 'search-index',
      image: image(model, 'backend'),
      command: buildSearchIndex({
        dimension: searchDimension(model),
        model: ai?.embeddings?.model ?? '',
      }),
      envFrom: environment.django,
      env: { ...environment.trust.env, ...requiring(model, 'backend') },
      resources: merged(release.defaults.resources['search-index'], settings?.resources),
      mounts: environment.trust.mounts,
    },
  });
  const spec = { backoffLimit: 6, podFailurePolicy: SEARCH_INDEX_FAILURES, template };
  return {
    name: 'search-index',
    after: [
      'config',
      'migration',
      ...embeddedStores(model),
      ...searchPart(model),
      // Which deploys the model that makes the vectors, and what feeds it.
      ...(ai?.embeddings === undefined ? [] : ['pi-migration']),
    ],
    objects: [job(model, 'search-index', spec)],
  };
};
