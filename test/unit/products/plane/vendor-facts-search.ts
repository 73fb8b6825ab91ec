import type { PartFacts } from './vendor-facts.ts';
import { DJANGO } from './vendor-facts.ts';

/** Parts of an embedded search, copied like the others from `reference/plane.md` 2.2 to 2.4. */
export const SEARCH_FACTS: Readonly<Record<string, PartFacts>> = {
  opensearch: {
    repository: 'opensearchproject/opensearch',
    tag: '3.3.2',
    kind: 'StatefulSet',
    run: ['/bin/bash', '/docker-entrypoint-init.d/create-user.sh'],
    ports: [9200],
    envFrom: ['opensearch-secrets'],
    env: ['discovery.type', 'bootstrap.memory_lock', 'OPENSEARCH_JAVA_OPTS', 'OPENSEARCH_USER'],
    resources: ['2Gi/500m', '3Gi/750m'],
    volume: '/usr/share/opensearch/data',
    differs: {
      run: { is: ['/bin/bash', '-c'], why: 'the script is ours, and stands in the pod itself' },
      envFrom: {
        is: ['opensearch-env'],
        why: 'it reads its login and nothing else, so that no other setting restarts it',
      },
      env: {
        is: [
          'discovery.type',
          'bootstrap.memory_lock',
          'transport.host',
          'node.store.allow_mmap',
          'plugins.security.allow_default_init_securityindex',
          'plugins.security.ssl.http.enabled',
          'plugins.security.ssl.transport.keystore_filepath',
          'plugins.security.ssl.transport.keystore_type',
          'plugins.security.ssl.transport.truststore_filepath',
          'plugins.security.ssl.transport.truststore_type',
          'plugins.ml_commons.trusted_connector_endpoints_regex',
          'plugins.ml_commons.connector.private_ip_enabled',
          'plugins.ml_commons.only_run_on_ml_node',
          'OPENSEARCH_JAVA_OPTS',
          'DISABLE_INSTALL_DEMO_CONFIG',
          'DISABLE_PERFORMANCE_ANALYZER_AGENT_CLI',
        ],
        why: 'the published demo configuration is not installed, so its settings stand here; the login comes whole',
      },
    },
  },
  'search-index': {
    repository: 'makeplane/backend-commercial',
    kind: 'Job',
    // What the vendor's manual has an administrator type in a pod of the API.
    run: ['python', 'manage.py', 'manage_search_index', 'index', 'rebuild', '--force'],
    ports: [],
    envFrom: DJANGO,
    env: [],
    differs: {
      run: {
        is: ['python3', '-c'],
        why: 'the command empties what is there, so it is asked first',
      },
    },
  },
};
