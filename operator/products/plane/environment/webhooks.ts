import { childName, serviceHost } from '../../../model/names.ts';
import { declared } from '../integrations.ts';
import type { PlaneModel } from '../model.ts';

const ADDRESS = /^[0-9.]+$/;

/**
 * Where webhooks may go although the address is a private one: the product refuses every other. It compares hosts to
 * the letter, so silo stands here under each name that a URL may have for its Service.
 */
export function webhookAllowance(model: PlaneModel): Readonly<Record<string, string>> {
  const { hosts = [], addresses = [] } = model.own.webhooks ?? {};
  const servers = declared(model).map(({ url }) => new URL(url).hostname);
  const silo = childName(model, 'silo');
  return {
    WEBHOOK_ALLOWED_HOSTS: list([
      model.domain,
      // Also while silo is off, so that switching it restarts nobody who only reads this.
      silo,
      `${silo}.${model.namespace}`,
      serviceHost(model, 'silo'),
      ...servers.filter((host) => !ADDRESS.test(host)),
      ...hosts,
    ]),
    WEBHOOK_ALLOWED_IPS: list([...servers.filter((host) => ADDRESS.test(host)), ...addresses]),
  };
}

const list = (names: readonly string[]): string => [...new Set(names)].join(',');
