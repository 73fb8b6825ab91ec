import * as z from 'zod';

import type { Family } from './extra-env.ts';
import { scalable, scalableReading } from './settings.ts';

type Scalable = ReturnType<typeof scalable>;

/** Settings of a part that may be off; `byDefault` is what the releases so far do. */
function optional(byDefault: 'runs' | 'does not run', description: string) {
  const part: Scalable = scalable(description);
  return part
    .safeExtend({ enabled: enabled(byDefault) })
    .meta(part.meta() ?? {})
    .optional();
}

/** {@link optional}, for a part that also takes variables of its family. */
function optionalReading(family: Family, byDefault: 'runs' | 'does not run', description: string) {
  const part: ReturnType<typeof scalableReading> = scalableReading(family, description);
  return part
    .safeExtend({ enabled: enabled(byDefault) })
    .meta(part.meta() ?? {})
    .optional();
}

const enabled = (byDefault: string) =>
  z
    .boolean()
    .meta({
      description: `Whether the part runs. The release's default when left out: in v3.1 it ${byDefault}.`,
    })
    .optional();

/** Parts that may be switched on and off. */
export const OPTIONAL = {
  externalApi: optionalReading(
    'django',
    'does not run',
    'The HTTP API once more, for programs in the cluster: a Service of its own, to which the domain does not lead.',
  ),
  workerImporters: optionalReading(
    'django',
    'does not run',
    'Workers for imports alone. Without them the other workers do the imports.',
  ),
  automationConsumer: optionalReading(
    'django',
    'runs',
    'Runs automations. Without it, or without outboxPoller, they are accepted and never happen.',
  ),
  webhookConsumer: optionalReading(
    'django',
    'runs',
    'Calls webhooks. Without it, or without outboxPoller, they are accepted and never called.',
  ),
  agentConsumer: optionalReading('django', 'does not run', 'Hands work to agents.'),
  outboxPoller: optionalReading(
    'django',
    'runs',
    'Tells automationConsumer, webhookConsumer and agentConsumer what changed.',
  ),
  silo: optionalReading(
    'silo',
    'runs',
    'Integrations with other products and imports from them. Switched on or off, all parts that work on the database start anew, because they share its keys.',
  ),
  liveExporter: optionalReading('live', 'runs', 'Makes files of pages that somebody exports.'),
  email: optional(
    'does not run',
    'Takes mail in, by mail.intake. Switched on or off, all parts that work on the database start anew, because they are told the domain.',
  ),
  iframely: optional(
    'does not run',
    'Previews of pasted links. It fetches whatever people paste: inside a gap it shows pages of the site, and of all other links nothing.',
  ),
  runner: optional(
    'does not run',
    'Runs scripts that people write for automations. Switched on or off, all parts that work on the database start anew, because they are told its address and key.',
  ),
} as const;
