import * as z from 'zod';

import { dnsLabel, secretRef } from './fields.ts';
import { atLeastOneOf, listMap, shaped } from './shape.ts';

// Names as the distribution reference grammar has them: what the container runtime would refuse is refused here.
const NAME = '[a-z0-9]+(?:(?:[.]|_|__|-+)[a-z0-9]+)*';
const HOST = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:[.][a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)*';

/** Registry with optional port and path: `registry.corp.example.com:5000/mirror`. */
export const registryName = (description: string): z.ZodString =>
  z
    .string()
    .min(1)
    .max(255)
    .regex(new RegExp(`^${HOST}(?::[1-9][0-9]{0,4})?(?:/${NAME})*$`))
    .meta({ description });

const tag = shaped(
  z
    .string()
    .min(1)
    .max(128)
    .regex(/^[a-zA-Z0-9_][a-zA-Z0-9._-]*$/),
  'Tag of the image. Not "latest": a moving tag cannot be proven.',
  [
    {
      rule: "self != 'latest'",
      message: 'name the tag of one build, not "latest"',
      judge: (self) => (self === 'latest' ? 'is "latest", which moves' : undefined),
    },
  ],
);

const override = shaped(
  z.strictObject({
    key: dnsLabel('Key of the image in the images manifest, for example postgres.'),
    repository: z
      .string()
      .min(1)
      .max(255)
      .regex(new RegExp(`^${NAME}(?:/${NAME})*$`))
      .meta({ description: 'Repository below images.registry that holds the image.' })
      .optional(),
    tag: tag.optional(),
  }),
  'Where one image lies.',
  [atLeastOneOf('repository', 'tag')],
);

/** `spec.images`. */
export const images = z
  .strictObject({
    registry: registryName(
      'Internal registry and optional path under which every image is mirrored by the repository path of its source, for example registry.corp.example.com/mirror. No scheme, no tag.',
    ),
    variant: z
      .enum(['Standard', 'FIPS'])
      .meta({
        description:
          "FIPS: the vendor's images that use validated cryptography and refuse to start on a host that is not in FIPS mode; images that exist in one variant alone run as they are. Changed, every part with another image starts anew. Standard when left out.",
      })
      .optional(),
    pullSecrets: listMap(
      z.array(secretRef('A Secret of type kubernetes.io/dockerconfigjson.')).max(8),
      'Pull secrets for the internal registry, in the namespace of the installation.',
      'name',
    ).optional(),
    overrides: listMap(
      z.array(override).max(64),
      'Images that lie elsewhere in the internal registry than their source path says.',
      'key',
    ).optional(),
  })
  .meta({
    description: 'Where images come from. There is no other source than the internal registry.',
  });
