import type { Rule } from '../rule.ts';

/** Says what it means when autoscalers have nothing to go by. */
export const metricsApi: Rule = {
  id: 'metrics-api',
  doc: 'Where a part is scaled by an autoscaler, the metrics that it goes by are served; otherwise it is told what then does not happen.',
  reasons: ['MetricsMissing'],
  online: true,
  *check({ facts: { references, apiServices } }) {
    const missing = references.filter(
      ({ kind, name }) => kind === 'APIService' && apiServices[name] === false,
    );
    const [first] = missing;
    if (first === undefined) return;
    const others = missing.length === 1 ? '' : ` (and ${missing.length - 1} more like it)`;
    yield {
      severity: 'note',
      rule: 'MetricsMissing',
      path: first.path,
      message: `APIService "${first.name}" is not available, so this autoscaler${others} keeps at least minReplicas pods and never adds one for load`,
      fix: 'install metrics-server from its mirrored image, or give replicas',
    };
  },
};
