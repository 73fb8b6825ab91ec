import type { Finding } from '../../../api/finding.ts';
import type { Model } from '../../../model/model.ts';
import { refused } from './finding.ts';

/** The domain is a name by which browsers come in, not one that only pods can resolve. */
export function* domain({ domain: name }: Model): Iterable<Finding> {
  if (!/(^|\.)(svc|localhost|cluster\.local)$/.test(name)) return;
  yield refused({
    path: 'spec.domain',
    message: `"${name}" is a name that browsers cannot resolve`,
    fix: 'use a host name of the site that leads to the ingress controller',
  });
}
