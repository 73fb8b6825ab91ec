import { createVerify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { basename, join } from 'node:path';

/** Variables that the stand-in reads: those that the page on offline mode documents. */
type Environment = Readonly<Record<string, string | undefined>>;

/** Who may ask it. */
export interface StandIn {
  readonly env: Environment;
  readonly token: string;
  /** Whether the AI provider answers; asked for each test. */
  readonly ai?: () => boolean;
}

type Send = (status: number, body: object) => void;

/**
 * A server that keeps the documented contract of the Tenant Plane: it verifies its licence with the public key that it was
 * given, answers the three endpoints for administrators, and serves bundles of edge agents. Where the page says nothing
 * (the members of an answer beside offline_mode and status, the path of bundles), its choice is its own.
 */
export function standIn(options: StandIn): Server {
  const routes = routesOf(options);
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://stand-in');
    const send: Send = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (pathname.startsWith('/edge-bundles/')) bundle(options.env, pathname, response);
    else if (request.headers.authorization !== `Bearer ${options.token}`) send(401, {});
    else {
      const route = routes[`${request.method ?? ''} ${pathname}`];
      if (route === undefined) send(404, {});
      else route(request, send);
    }
  });
}

function routesOf({
  env,
  ai = () => true,
}: StandIn): Readonly<Record<string, (request: IncomingMessage, send: Send) => void>> {
  let desired: string | undefined;
  return {
    'GET /api/admin/license': (_, send) => {
      send(200, {
        offline_mode: env['ATLASAI_OFFLINE_MODE'] === '1',
        status: isSigned(env) ? 'active' : 'invalid',
        desired_version: desired,
      });
    },
    'POST /api/ai/test': ({ headers }, send) => {
      const isTenant = headers['x-tenant-id'] === env['TENANT_ID'];
      send(isTenant && hasAi(env) && ai() ? 200 : 503, {});
    },
    'POST /api/admin/edge-upgrade': (request, send) => {
      void read(request).then((text) => {
        desired = (JSON.parse(text) as { readonly desired_version?: string }).desired_version;
        send(200, { desired_version: desired });
      });
    },
  };
}

const hasAi = (env: Environment): boolean =>
  env['BYOC_API_KEY'] !== undefined || env['TP_BEDROCK_USE_TASK_ROLE'] === '1';

function isSigned({
  ATLASAI_LICENSE_KEY: token = '',
  CP_LICENSE_PUBLIC_KEY: key = '',
}: Environment): boolean {
  const [head = '', body = '', signature = ''] = token.split('.');
  try {
    return createVerify('sha256')
      .update(`${head}.${body}`)
      .verify(key.replaceAll('\\n', '\n'), signature, 'base64url');
  } catch {
    return false;
  }
}

function bundle(env: Environment, pathname: string, response: ServerResponse): void {
  try {
    const file = join(env['ATLAS_EDGE_BUNDLE_DIR'] ?? '/app/edge-bundles', basename(pathname));
    response.end(readFileSync(file));
  } catch {
    response.writeHead(404).end();
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
