import type { Finding } from '../../../api/finding.ts';
import type { Inputs } from '../../product.ts';
import { amqpUrl, databaseUrl, redisUrl } from '../connections.ts';
import type { PlaneModel } from '../model.ts';
import { awaited } from '../../shared/checks/finding.ts';
import { wrongUrl } from '../../shared/checks/url.ts';
import type { UrlRule } from '../../shared/checks/url.ts';

/** Connection URLs of external stores can be read as what they are for. */
export function* connections(model: PlaneModel, inputs: Inputs): Iterable<Finding> {
  for (const { path, rule, form, read } of external(model)) {
    const problem = wrongUrl(read(model, inputs), rule);
    if (problem === undefined) continue;
    const fix = `use ${form}, user and password percent-encoded`;
    yield awaited({ path, message: `the connection URL ${problem}`, fix });
  }
}

interface External {
  readonly path: string;
  readonly rule: UrlRule;
  readonly form: string;
  readonly read: (model: PlaneModel, inputs: Inputs) => string;
}

function* external({ database, own }: PlaneModel): Iterable<External> {
  if (database.kind === 'external')
    yield {
      path: 'spec.database.external.secretRef',
      rule: { schemes: ['postgresql', 'postgres'], needs: ['user', 'database'] },
      form: 'postgresql://user:password@host:port/database',
      read: databaseUrl,
    };
  if (own.cache.external !== undefined)
    yield {
      path: 'spec.plane.cache.external.secretRef',
      rule: { schemes: ['redis', 'rediss'] },
      form: 'redis://[user:password@]host:port/ or rediss://[user:password@]host:port/',
      read: redisUrl,
    };
  if (own.broker.external !== undefined)
    yield {
      path: 'spec.plane.broker.external.secretRef',
      rule: { schemes: ['amqp', 'amqps'], needs: ['user'] },
      form: 'amqp://user:password@host:port/vhost or amqps://user:password@host:port/vhost',
      read: amqpUrl,
    };
}
