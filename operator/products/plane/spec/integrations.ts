import * as z from 'zod';

import { hostName, secretRef } from '../../../api/fields.ts';
import { setList } from '../../../api/shape.ts';

const url = (what: string): z.ZodString =>
  z
    .string()
    .min(8)
    .max(512)
    .regex(
      /^https?:\/\/[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?(:[0-9]{1,5})?(\/[-A-Za-z0-9._~]+)*$/,
    )
    .meta({
      description: `Address of ${what} inside the network, as browsers and pods reach it, without a slash at its end.`,
    });

const server = (description: string, what: string) =>
  z.strictObject({ url: url(what) }).meta({ description });

/** `spec.plane.integrations`: servers of the site. What exists as a public service alone is not here. */
export const integrations = z
  .strictObject({
    githubEnterprise: server('GitHub Enterprise Server.', 'GitHub Enterprise Server').optional(),
    gitlab: server('GitLab, self-managed.', 'GitLab').optional(),
    bitbucketDataCenter: server('Bitbucket Data Center.', 'Bitbucket Data Center').optional(),
    sentry: z
      .strictObject({
        url: url('Sentry'),
        secretRef: secretRef(
          'Secret with the keys clientId, clientSecret and integrationSlug of the integration that you made in Sentry.',
        ),
      })
      .meta({ description: 'Sentry, self-hosted. The only one that the product reads here.' })
      .optional(),
  })
  .meta({
    description:
      'Servers of the site that Plane works with. What is declared may be called by webhooks, and status.integrations says what to register there and in the product. Needs the part silo.',
  });

const address = z
  .string()
  .min(2)
  .max(49)
  .regex(/^[0-9A-Fa-f.:]+(\/[0-9]{1,3})?$/)
  .meta({ description: 'An address or a block of addresses, for example 10.20.0.0/16.' });

/** `spec.plane.webhooks`: receivers inside the network. */
export const webhooks = z
  .strictObject({
    hosts: setList(
      z.array(hostName('Name of a host, exactly as it stands in the URL of a webhook.')).max(64),
      'Hosts that webhooks may call although their address is a private one.',
    ).optional(),
    addresses: setList(
      z.array(address).max(64),
      'Private addresses that webhooks may call.',
    ).optional(),
  })
  .meta({
    description:
      'Where webhooks may go. The product calls no private address that is not allowed here; the domain, silo and the hosts of integrations are allowed by themselves.',
  });
