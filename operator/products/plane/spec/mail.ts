import * as z from 'zod';

import { hostName, secretRef } from '../../../api/fields.ts';
import type { ShapeRule } from '../../../api/shape.ts';
import { choice } from './first-boot.ts';

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

/** Mail that goes out: a seed like `firstBoot`. */
const smtp = z
  .strictObject({
    host: z
      .string()
      .min(1)
      .max(253)
      .regex(/^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?$/)
      .meta({ description: 'Host name or IPv4 address of the mail server.' }),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .meta({
        description:
          'Port of the mail server. 587 when left out, 465 with encryption TLS, 25 with None.',
      })
      .optional(),
    from: z
      .string()
      .min(3)
      .max(320)
      .regex(/^([^<>@"\r\n]+<[!-;=?A-~]+@[!-;=?A-~]+>|[!-;=?A-~]+@[!-;=?A-~]+)$/)
      .meta({
        description:
          'Sender of every mail: an address, or a name and an address, "Plane <plane@corp.example.com>".',
      }),
    encryption: choice(
      ['StartTLS', 'TLS', 'None'],
      'StartTLS: begins in the clear and is encrypted before the login. TLS: encrypted from the first byte. None: not encrypted. StartTLS when left out.',
    ),
    secretRef: secretRef(
      'Secret with the keys username and password. Left out, no login is tried.',
    ).optional(),
  })
  .meta({
    description:
      'Mail server of the site. The product reads it when it starts for the first time and then keeps it in its database. Later it is changed in God Mode under Email; a change here has no effect, and a finding says so.',
  });

/** `spec.plane.mail`. */
export const mail = z
  .strictObject({ smtp: smtp.optional(), intake: intake.optional() })
  .meta({ description: 'Mail.' });

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

/** On `spec.plane`: a code that comes by mail needs mail. */
export const MAGIC_NEEDS_MAIL: ShapeRule<
  Mailing & { readonly firstBoot?: { readonly magicLinkLogin?: string | undefined } | undefined }
> = {
  rule: "!has(self.firstBoot) || !has(self.firstBoot.magicLinkLogin) || self.firstBoot.magicLinkLogin != 'Enabled' || (has(self.mail) && has(self.mail.smtp))",
  message: 'give mail.smtp where firstBoot.magicLinkLogin is Enabled, or leave the login disabled',
  judge: (self) =>
    self.firstBoot?.magicLinkLogin === 'Enabled' && self.mail?.smtp === undefined
      ? 'has firstBoot.magicLinkLogin Enabled and no mail.smtp'
      : undefined,
};
