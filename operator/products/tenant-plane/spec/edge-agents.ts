import * as z from 'zod';

import { objectName, storageSize } from '../../../api/fields.ts';
import { exactlyOneOf, listMap, shaped } from '../../../api/shape.ts';

/** Three numbers and what may follow: `1.3.0`, `1.3.0-rc.1`. */
const VERSION = '[0-9]{1,5}\\.[0-9]{1,5}\\.[0-9]{1,5}(-[0-9A-Za-z.]{1,32})?';

const bundle = z
  .strictObject({
    file: z
      .string()
      .max(96)
      .regex(
        new RegExp(
          `^(atlas-edge-agent-${VERSION}\\.tar\\.gz|atlasai-edge-agent-${VERSION}\\.tgz)$`,
        ),
      )
      .meta({
        description:
          'Name of the file: atlas-edge-agent-1.3.0.tar.gz of "docker save | gzip", or atlasai-edge-agent-1.3.0.tgz of "npm pack".',
      }),
    sha256: z
      .string()
      .max(64)
      .regex(/^[0-9a-f]{64}$/)
      .meta({ description: 'SHA-256 of the file, as sha256sum prints it on the connected side.' }),
  })
  .meta({ description: 'One bundle.' });

const source = shaped(
  z.strictObject({
    claim: z
      .strictObject({
        name: objectName(
          'Name of the PersistentVolumeClaim, in the namespace of the installation.',
        ),
      })
      .meta({ description: 'A volume that the site fills: the files lie in its root.' })
      .optional(),
    image: z
      .strictObject({
        folder: z
          .string()
          .max(128)
          .regex(/^(\/[-A-Za-z0-9_.]+){1,8}$/)
          .meta({ description: 'Folder of the image with the files. /bundles when left out.' })
          .optional(),
      })
      .meta({
        description:
          'An image in the internal registry with the files, and with sh, cp and sha256sum: images.overrides names it under the key edge-bundles.',
      })
      .optional(),
  }),
  'Where the files are.',
  [exactlyOneOf('claim', 'image')],
);

/** `spec.tenantPlane.edgeAgents`: none are upgraded when left out. */
export const edgeAgents = z
  .strictObject({
    source,
    bundles: listMap(
      z.array(bundle).min(1).max(16),
      'Bundles that the server offers. A pod starts only when every one is there with this digest.',
      'file',
    ),
    size: storageSize(
      'Most bytes that the bundles may take on each pod, for example 2Gi, which it is when left out.',
    ).optional(),
  })
  .meta({ description: 'Agents on monitored hosts, upgraded without the internet.' });
