import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Api, OWN_AGENT } from './api.ts';
import type { AuditEvent } from './cluster.ts';

export interface AuditQuery {
  readonly file: string;
  readonly since: string | undefined;
  /** Where to leave a mark; nothing while the API server is down. */
  readonly api: Api | undefined;
}

interface Line {
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly userAgent?: string;
  readonly requestReceivedTimestamp: string;
  readonly user: { readonly username?: string };
  readonly responseStatus?: { readonly code?: number; readonly message?: string };
  readonly objectRef?: {
    readonly apiGroup?: string;
    readonly resource?: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
}

const WAIT_MS = 5_000;
const POLL_MS = 20;

/**
 * Reads the requests that were answered, without the cluster's own.
 *
 * A client gets its answer a moment before the log gets its line, so a marked request is sent and
 * its line waited for: what was answered before this call is then there.
 */
export async function readAudit({ file, since, api }: AuditQuery): Promise<readonly AuditEvent[]> {
  const text = api === undefined ? await read(file) : await readMarked(file, api);
  const from = since === undefined ? -Infinity : Date.parse(since);
  return text
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as Line)
    .filter(({ stage, userAgent }) => stage === 'ResponseComplete' && userAgent !== OWN_AGENT)
    .filter(({ requestReceivedTimestamp: at }) => Date.parse(at) >= from)
    .map(event);
}

const read = async (file: string): Promise<string> =>
  existsSync(file) ? await readFile(file, 'utf8') : '';

async function readMarked(file: string, api: Api): Promise<string> {
  const mark = randomUUID();
  await api.get(`/version?mark=${mark}`);
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const text = await read(file);
    if (text.includes(mark)) return text;
    if (Date.now() > deadline)
      throw new Error(`Cannot read the audit log: no line in ${WAIT_MS} ms`);
    await delay(POLL_MS);
  }
}

const event = (line: Line): AuditEvent => {
  const { apiGroup, resource, subresource, namespace, name } = line.objectRef ?? {};
  const { code = 0, message } = line.responseStatus ?? {};
  return {
    at: line.requestReceivedTimestamp,
    verb: line.verb,
    uri: line.requestURI,
    user: line.user.username ?? '',
    userAgent: line.userAgent ?? '',
    code,
    ...said({ message, group: apiGroup, resource, subresource, namespace, name }),
  };
};

type Said = Pick<
  AuditEvent,
  'message' | 'group' | 'resource' | 'subresource' | 'namespace' | 'name'
>;

/** Members that the log has. */
const said = (members: { readonly [K in keyof Said]: Said[K] | undefined }): Said =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
