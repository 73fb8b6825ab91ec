import * as z from 'zod';

import { scalable } from './settings.ts';

type Scalable = ReturnType<typeof scalable>;

/** Settings of a part that may be off; `byDefault` is what the releases so far do. */
function optional(byDefault: 'runs' | 'does not run', description: string) {
  const part: Scalable = scalable(description);
  const enabled = z
    .boolean()
    .meta({
      description: `Whether the part runs. The release's default when left out: in v3.1 it ${byDefault}.`,
    })
    .optional();
  // What is extended keeps its rules and loses its description.
  return part
    .safeExtend({ enabled })
    .meta(part.meta() ?? {})
    .optional();
}

/** Parts that may be switched on and off. */
export const OPTIONAL = {
  externalApi: optional(
    'does not run',
    'The HTTP API once more, for programs in the cluster: a Service of its own, to which the domain does not lead.',
  ),
  workerImporters: optional(
    'does not run',
    'Workers for imports alone. Without them the other workers do the imports.',
  ),
  automationConsumer: optional(
    'runs',
    'Runs automations. Without it, or without outboxPoller, they are accepted and never happen.',
  ),
  webhookConsumer: optional(
    'runs',
    'Calls webhooks. Without it, or without outboxPoller, they are accepted and never called.',
  ),
  agentConsumer: optional('does not run', 'Hands work to agents.'),
  outboxPoller: optional(
    'runs',
    'Tells automationConsumer, webhookConsumer and agentConsumer what changed.',
  ),
  silo: optional(
    'runs',
    'Integrations with other products and imports from them. Switched on or off, all parts that work on the database start anew, because they share its keys.',
  ),
  liveExporter: optional('runs', 'Makes files of pages that somebody exports.'),
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
