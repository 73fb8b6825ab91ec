import type { IntegrationStatus } from '../../api/status.ts';
import type { Advice } from '../product.ts';
import type { TenantPlaneModel } from './model.ts';

/** What an administrator has to know that no object of the cluster shows. */
export const advice = (model: TenantPlaneModel): Advice => ({
  conditions: {},
  integrations: login(model),
});

function login({ own }: TenantPlaneModel): readonly IntegrationStatus[] {
  if (own.identityProvider === undefined) return [];
  const { url } = own.identityProvider;
  return [
    {
      name: 'identityProvider',
      url,
      callbackURLs: [],
      webhookURLs: [],
      steps: [
        'In the Tenant Plane, as a local administrator, set up single sign-on straight at this server. That through the identity service of the vendor does not work in offline mode.',
        'Keep a local administrator with a password: only users of the local database are sure to come in.',
      ],
    },
  ];
}
