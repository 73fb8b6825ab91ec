import { MemoryCluster } from '../support/memory-cluster/memory-cluster.ts';
import { clusterContract } from './cluster.contract.ts';

clusterContract('MemoryCluster', () =>
  Promise.resolve({
    cluster: new MemoryCluster({ namespaces: ['contract'], automatic: false }),
    namespace: 'contract',
    close: () => Promise.resolve(),
  }),
);
