import * as z from 'zod';

import { hostName, secretRef } from '../../../api/fields.ts';
import type { ShapeRule } from '../../../api/shape.ts';

/** Mail that comes in and becomes work items. */
const intake = z
  .strictObject({
    domain: hostName(
      'Domain of the addresses, for example intake.corp.example.com: its MX record leads to the Service.',
    ),
    tls: z
      .strictObject({
        secretRef: secretRef(
          'Secret of type kubernetes.io/tls with a certificate for that domain. A renewed one starts the part anew.',
        ),
      })
      .meta({ description: 'Certificate that mail servers of the site are shown.' }),
    serviceType: z
      .enum(['ClusterIP', 'NodePort', 'LoadBalancer'])
      .meta({
        description:
          'How mail servers reach ports 25, 465 and 587. ClusterIP when left out: from inside the cluster alone. The others keep the address of the sender, and need a load balancer or nodes that the site lets its mail servers reach.',
      })
      .optional(),
  })
  .meta({ description: 'Mail that comes in and becomes work items, by the part "email".' });

/** `spec.plane.mail`. */
export const mail = z.strictObject({ intake: intake.optional() }).meta({ description: 'Mail.' });

interface Mailing {
  readonly components?:
    { readonly email?: { readonly enabled?: boolean | undefined } | undefined } | undefined;
  readonly mail?: z.output<typeof mail> | undefined;
}

/** The part that takes mail in cannot run without knowing for which domain. */
export const INTAKE_OF_EMAIL: ShapeRule<Mailing> = {
  rule: '!has(self.components) || !has(self.components.email) || !has(self.components.email.enabled) || !self.components.email.enabled || (has(self.mail) && has(self.mail.intake))',
  message: 'set mail.intake where components.email is enabled',
  judge: ({ components, mail: own }) =>
    components?.email?.enabled === true && own?.intake === undefined
      ? 'has components.email enabled and no mail.intake'
      : undefined,
};
