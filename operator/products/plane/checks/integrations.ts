import type { Finding } from '../../../api/finding.ts';
import { declared } from '../integrations.ts';
import { isOn } from '../model.ts';
import type { PlaneModel } from '../model.ts';
import { refused } from '../../shared/checks/finding.ts';

/** Integrations are silo's work, and their servers are the site's own. */
export function* integrations(model: PlaneModel): Iterable<Finding> {
  const servers = declared(model);
  if (servers.length > 0 && !isOn(model, 'silo'))
    yield refused({
      path: 'spec.plane.integrations',
      message: `declares ${servers.map(({ name }) => name).join(', ')} and the part that speaks with them is off`,
      fix: 'set spec.plane.components.silo.enabled to true, or take the integrations out',
    });
}
