/**
 * Rewrites `real-1.33.ndjson` with the answers of a real API server, one line for each request.
 *
 * Usage: npm run cluster -- start 1.33   (prints a kubeconfig)
 *        node test/unit/memory-cluster/record.ts <kubeconfig>
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { setTimeout } from 'node:timers/promises';

import { KINDS } from '../../../operator/api/kinds.ts';
import type { KubeObject } from '../../../operator/api/object.ts';
import { comparable } from './answer.ts';
import type { Answer } from './answer.ts';
import { CASES } from './cases.ts';
import { NAMESPACE } from './step.ts';
import type { Step } from './step.ts';

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: Readonly<Record<string, string>> }[];
  readonly users: readonly { readonly user: Readonly<Record<string, string>> }[];
}
interface Status {
  readonly code: number;
  readonly reason?: string;
  readonly message: string;
  readonly details?: {
    readonly causes?: readonly { readonly field?: string; readonly reason?: string }[];
  };
}

const config = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Kubeconfig;
const cluster = config.clusters[0]?.cluster ?? {};
const user = config.users[0]?.user ?? {};
const material = (from: Readonly<Record<string, string>>, name: string): Buffer => {
  const inline = from[`${name}-data`];
  return inline === undefined ? readFileSync(from[name] ?? '') : Buffer.from(inline, 'base64');
};
const agent = new Agent({
  keepAlive: true,
  ca: material(cluster, 'certificate-authority'),
  cert: material(user, 'client-certificate'),
  key: material(user, 'client-key'),
});

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  readonly body?: unknown;
}

const send = ({ method, path, type = 'application/json', body }: Sent): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': type };
    const sent = request(
      `${cluster['server'] ?? ''}${path}`,
      { method, agent, headers },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (text += chunk));
        answer.once('end', () => {
          resolve(text);
        });
      },
    );
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });

function sentFor({ verb, manager, object }: Step): Sent {
  const { apiVersion, kind, metadata } = object;
  const root = apiVersion.includes('/') ? '/apis' : '/api';
  const { plural } = KINDS[kind as keyof typeof KINDS];
  const all = `${root}/${apiVersion}/namespaces/${metadata.namespace ?? ''}/${plural}`;
  const query = `?fieldManager=${manager}&fieldValidation=Strict`;
  const one = `${all}/${metadata.name}`;
  if (verb === 'create') return { method: 'POST', path: `${all}${query}`, body: object };
  if (verb === 'replace') return { method: 'PUT', path: `${one}${query}`, body: object };
  const path = `${one}${verb === 'status' ? '/status' : ''}${query}&force=true`;
  return { method: 'PATCH', path, type: 'application/apply-patch+yaml', body: object };
}

async function answerTo(step: Step): Promise<Answer> {
  const body = JSON.parse(await send(sentFor(step))) as KubeObject & Status;
  if (body.kind !== 'Status') return { object: comparable(body) };
  const { code, reason = '', message, details } = body;
  const causes = (details?.causes ?? []).map(({ field = '', reason: why = '' }) => ({
    field,
    reason: why,
  }));
  return { error: { code, reason, message, causes } };
}

const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };
// Objects of an earlier recording would answer otherwise.
await send({ method: 'DELETE', path: `/api/v1/namespaces/${NAMESPACE}` });
const create = { method: 'POST', path: '/api/v1/namespaces', body: namespace };
while ((JSON.parse(await send(create)) as KubeObject).kind === 'Status') await setTimeout(500);
const lines: string[] = [];
for (const step of CASES.flat()) lines.push(JSON.stringify(await answerTo(step)));
writeFileSync(new URL('real-1.33.ndjson', import.meta.url), `${lines.join('\n')}\n`);
agent.destroy();
