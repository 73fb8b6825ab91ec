import { request as send } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';

import type { Web, WebAnswer, WebRequest } from '../ports/web.ts';

/** What an answer may cost. */
export interface WebLimits {
  /** From the beginning to the last byte, in milliseconds. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

const LIMITS: WebLimits = { timeoutMs: 10_000, maxBytes: 65_536 };

/** Asks over plain HTTP, one connection for each question: Services inside the cluster alone are asked. */
export const nodeWeb = (limits: WebLimits = LIMITS): Web => ({
  ask: (request, signal) => exchange(request, limits, signal),
});

const failed = (
  why: Extract<WebAnswer, { readonly kind: 'failed' }>['why'],
  message: string,
): WebAnswer => ({ kind: 'failed', why, message });

function exchange(
  { method, url, headers, body }: WebRequest,
  limits: WebLimits,
  signal?: AbortSignal,
): Promise<WebAnswer> {
  return new Promise((resolve) => {
    const client = send(url, { method, headers, agent: false });
    const end = (answer: WebAnswer): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      client.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => {
      end(failed('slow', `did not answer within ${limits.timeoutMs / 1_000} s`));
    }, limits.timeoutMs);
    const abort = (): void => {
      end(failed('unreachable', 'was not asked to the end'));
    };
    signal?.addEventListener('abort', abort);
    listen(client, limits, end);
    client.end(body);
  });
}

function listen(
  client: ClientRequest,
  { maxBytes }: WebLimits,
  end: (answer: WebAnswer) => void,
): void {
  client.once('error', (error: NodeJS.ErrnoException) => {
    end(failed('unreachable', `cannot be reached: ${error.code ?? 'no connection'}`));
  });
  client.once('response', (response: IncomingMessage) => {
    const { statusCode: status = 0 } = response;
    if (status >= 300 && status < 400) {
      end(failed('redirected', `answers ${status} and points elsewhere, which is not followed`));
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > maxBytes) end(failed('oversized', `answers with more than ${maxBytes} bytes`));
    });
    response.once('end', () => {
      end({ kind: 'answered', status, body: Buffer.concat(chunks).toString('utf8') });
    });
    response.once('error', () => {
      end(failed('unreachable', 'broke its answer off'));
    });
  });
}
