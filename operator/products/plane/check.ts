import type { Finding } from '../../api/finding.ts';
import type { CheckInput, Inputs } from '../product.ts';
import { amqpUrl, databaseUrl, redisUrl } from './connections.ts';
import type { PlaneModel } from './model.ts';
import type { PlaneSpec } from './spec.ts';

/** Everything wrong that the schema cannot say: what stands in the Secrets of external stores. */
export function* check({ model, inputs }: CheckInput<PlaneSpec>): Iterable<Finding> {
  if (inputs === undefined) return;
  for (const { path, schemes, read } of externalUrls(model)) {
    const problem = wrongUrl(read(inputs), schemes);
    if (problem !== undefined)
      yield finding(
        path,
        problem,
        `use ${schemes.map((scheme) => `${scheme}://user:password@host:port/name`).join(' or ')}, user and password percent-encoded`,
      );
  }
  const store = model.own.objectStore.external;
  if (store === undefined) return;
  const path = 'spec.plane.objectStore.external.secretRef';
  const problem = wrongUrl(inputs.value(store.secretRef.name, 'endpoint'), ['https', 'http']);
  if (problem !== undefined)
    yield finding(path, `key "endpoint" ${problem}`, 'use https://host:port');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(inputs.value(store.secretRef.name, 'bucket'))) {
    yield finding(
      path,
      'key "bucket" is no name of a bucket',
      'use 3 to 63 characters of a-z, 0-9, "." and "-"',
    );
  }
}

interface ExternalUrl {
  readonly path: string;
  readonly schemes: readonly string[];
  readonly read: (inputs: Inputs) => string;
}

function* externalUrls(model: PlaneModel): Iterable<ExternalUrl> {
  if (model.database.kind === 'external') {
    yield {
      path: 'spec.database.external.secretRef',
      schemes: ['postgresql', 'postgres'],
      read: (inputs) => databaseUrl(model, inputs),
    };
  }
  if (model.own.cache.external !== undefined) {
    yield {
      path: 'spec.plane.cache.external.secretRef',
      schemes: ['redis', 'rediss'],
      read: (inputs) => redisUrl(model, inputs),
    };
  }
  if (model.own.broker.external !== undefined) {
    yield {
      path: 'spec.plane.broker.external.secretRef',
      schemes: ['amqp', 'amqps'],
      read: (inputs) => amqpUrl(model, inputs),
    };
  }
}

/** What is wrong with a URL, without repeating any of it: it holds a password. */
function wrongUrl(text: string, schemes: readonly string[]): string | undefined {
  if (text !== text.trim()) return 'begins or ends with white space';
  if (!URL.canParse(text)) return 'is not a URL';
  const { protocol, hostname } = new URL(text);
  if (!schemes.includes(protocol.slice(0, -1))) return `has the scheme "${protocol.slice(0, -1)}"`;
  return hostname === '' ? 'names no host' : undefined;
}

const finding = (path: string, message: string, fix: string): Finding => ({
  severity: 'wait',
  rule: 'ProductSettings',
  path,
  message,
  fix,
});
