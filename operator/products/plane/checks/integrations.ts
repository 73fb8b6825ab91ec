import type { Finding } from '../../../api/finding.ts';
import { declared } from '../integrations.ts';
import { isOn } from '../model.ts';
import type { PlaneModel } from '../model.ts';
import { refused } from './finding.ts';

/** Integrations are silo's work, and their servers are the site's own. */
export function* integrations(model: PlaneModel): Iterable<Finding> {
  const servers = declared(model);
  if (servers.length > 0 && !isOn(model, 'silo'))
    yield refused({
      path: 'spec.plane.integrations',
      message: `declares ${servers.map(({ name }) => name).join(', ')} and the part that speaks with them is off`,
      fix: 'set spec.plane.components.silo.enabled to true, or take the integrations out',
    });
  for (const { name, url } of servers) {
    const { hostname } = new URL(url);
    if (PUBLIC.some((host) => hostname === host || hostname.endsWith(`.${host}`)))
      yield refused({
        path: `spec.plane.integrations.${name}.url`,
        message: `"${hostname}" is a public service, which cannot be reached from inside`,
        fix: 'give the address of a server of the site, or take the integration out',
      });
  }
}

/** Public services of the products that can be run inside. */
const PUBLIC = ['github.com', 'ghe.com', 'gitlab.com', 'bitbucket.org', 'sentry.io'];
