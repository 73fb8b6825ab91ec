import * as z from 'zod';

import { httpUrl, secretKeyRef } from '../../../api/fields.ts';
import { shaped } from '../../../api/shape.ts';
import { scalable, single } from '../../shared/settings.ts';
import { ai, embeddings } from './ai.ts';
import { edgeAgents } from './edge-agents.ts';

const tenantId = shaped(
  z
    .string()
    .min(1)
    .max(63)
    .regex(/^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/),
  'Tenant that the licence is for, for example acme-corp. Final.',
  [
    {
      rule: 'self == oldSelf',
      message: 'the tenant cannot be changed: its data would stay behind',
    },
  ],
);

const trial = z
  .strictObject({
    sqliteFolder: z
      .string()
      .max(128)
      .regex(/^(\/[-A-Za-z0-9_.]+){1,8}$/)
      .meta({
        description:
          'Folder in which the image keeps its SQLite file, for example /app/data: the vendor publishes no name, so look into the image.',
      }),
  })
  .meta({
    description:
      'For trying out: SQLite on a volume of the server instead of PostgreSQL, with one pod and no autoscaling. It goes with database.embedded, whose size is that of the volume. Final.',
  });

const identityProvider = z
  .strictObject({
    url: httpUrl('Address of the identity provider, for example https://idp.corp.example.com.'),
  })
  .meta({
    description:
      "The site's own SAML or OIDC provider. It is set up in the product; here it is named so that it is known to be inside, and status says what to do.",
  });

const adminToken = z
  .strictObject({
    secretRef: secretKeyRef(
      'Secret with a token of an administrator; it may come after the first login, and is waited for by nothing.',
      'token',
    ),
  })
  .meta({
    description:
      'By it the operator asks the running server whether it is offline and whether its AI answers. Nobody is asked when left out.',
  });

/** `spec.tenantPlane`: what only the Tenant Plane has. */
export const TenantPlaneSpec = shaped(
  z.strictObject({
    tenantId,
    server: scalable('The server: UI, API, and what edge agents ask.').optional(),
    postgres: single('Embedded PostgreSQL: exactly one pod.').optional(),
    trial: trial.optional(),
    ai: ai.optional(),
    embeddings: embeddings.optional(),
    identityProvider: identityProvider.optional(),
    edgeAgents: edgeAgents.optional(),
    adminToken: adminToken.optional(),
  }),
  'Settings of the AtlasAI Tenant Plane in offline mode.',
  [
    {
      rule: 'has(self.trial) == has(oldSelf.trial)',
      message: 'trial cannot be set or removed later: the data would stay behind',
    },
  ],
);

/** `spec.tenantPlane`, its shape checked. */
export type TenantPlaneSpec = z.infer<typeof TenantPlaneSpec>;
