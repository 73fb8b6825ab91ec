import { asEnv, secret } from '../../shared/objects.ts';
import { httpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { secretNames, USER } from '../secrets.ts';
import {
  modelSettings,
  OPENSEARCH_HOME,
  OPENSEARCH_SETTINGS,
  START_OPENSEARCH,
} from '../start-opensearch.ts';
import { memoryLimit, stateful } from '../workload.ts';

const MIB = 1_048_576n;
/** Above this, Java's pointers take twice the room. */
const MOST_HEAP = 31_744n;
/** Asked without a login; by default it says no until users can log in. */
const HEALTH = '/_plugins/_security/health';

/** Embedded OpenSearch: one pod, one volume. */
export const opensearch: PlanePart = (context) => {
  const { model, inputs } = context;
  if (model.own.search?.embedded === undefined) return undefined;
  const settings = model.own.components?.opensearch;
  const login = secret(model, 'opensearch-env', {
    OPENSEARCH_USERNAME: USER,
    OPENSEARCH_PASSWORD: inputs.value(secretNames(model).opensearch, 'password'),
  });
  // The other half is for the cache of files and for vectors, as OpenSearch's own manual says.
  const half = memoryLimit(context, 'opensearch', settings?.resources) / 2n / MIB;
  const heap = half < MOST_HEAP ? half : MOST_HEAP;
  return stateful(context, {
    name: 'opensearch',
    image: 'opensearch',
    // The user "opensearch" of the image.
    user: { uid: 1000, gid: 1000 },
    path: `${OPENSEARCH_HOME}/data`,
    ports: { http: 9200 },
    // Time to write what is in memory.
    grace: 120,
    settings,
    objects: [login],
    container: {
      command: ['/bin/bash', '-c', START_OPENSEARCH],
      envFrom: [asEnv(login)],
      env: {
        ...OPENSEARCH_SETTINGS,
        ...modelSettings(model.own.ai?.embeddings),
        OPENSEARCH_JAVA_OPTS: `-Xms${heap}m -Xmx${heap}m`,
        DISABLE_INSTALL_DEMO_CONFIG: 'true',
        // A second Java machine, whose figures nobody reads.
        DISABLE_PERFORMANCE_ANALYZER_AGENT_CLI: 'true',
      },
      probes: httpProbes('http', { ready: HEALTH, live: `${HEALTH}?mode=lenient` }),
    },
  });
};
