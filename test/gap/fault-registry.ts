import { createServer, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with one request. */
export type Fault =
  /** Answers at once, without reading the body. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Breaks the connection after some bytes of the request's body went on. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Breaks the connection after some bytes of the answer's body. */
  | { readonly kind: 'cut-answer'; readonly afterBytes: number }
  /** Reads, and never answers. */
  | { readonly kind: 'stall' }
  /** The registry does it, and nobody hears of it. */
  | { readonly kind: 'lost-answer' }
  /** Goes on with another address. */
  | { readonly kind: 'to'; readonly url: string }
  /** Changes the headers of the answer. */
  | {
      readonly kind: 'headers';
      readonly change: (
        headers: IncomingHttpHeaders,
      ) => Record<string, string | string[] | undefined>;
    };

/** One request that came. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly host: string;
  readonly authorization: string | undefined;
  /** Bytes that its body is said to have. */
  readonly length: number;
  /** Bytes of its body that came. */
  bytes: number;
}

/** A proxy before a registry that breaks what it is told to break. */
export class FaultRegistry {
  /** Decides for each request; undefined lets it pass. */
  fault: (seen: Seen) => Fault | undefined = () => undefined;
  /** Called with every piece of a request that came, and with every request. */
  onArrival: () => void = () => undefined;
  readonly seen: Seen[] = [];
  readonly #server: Server;
  readonly #upstream: string;

  private constructor(upstream: string) {
    this.#upstream = upstream;
    this.#server = createServer((request, response) => {
      this.#handle(request, response);
    });
  }

  static async before(upstream: string): Promise<FaultRegistry> {
    const proxy = new FaultRegistry(upstream);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Bytes of blobs that came. */
  get blobBytes(): number {
    return this.seen
      .filter(({ url }) => url.includes('/blobs/uploads/'))
      .reduce((sum, { bytes }) => sum + bytes, 0);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url = '', headers } = request;
    const seen: Seen = {
      method,
      url,
      host: headers.host ?? '',
      authorization: headers.authorization,
      length: Number(headers['content-length'] ?? 0),
      bytes: 0,
    };
    this.seen.push(seen);
    this.onArrival();
    const fault = this.fault(seen);
    request.on('data', (chunk: Buffer) => {
      seen.bytes += chunk.length;
      this.onArrival();
      if (fault?.kind === 'cut' && seen.bytes > fault.afterBytes) request.destroy();
    });
    if (fault?.kind === 'answer') {
      response.writeHead(fault.status, fault.headers).end();
      return;
    }
    if (fault?.kind === 'stall') return;
    this.#forward(request, response, fault);
  }

  #forward(request: IncomingMessage, response: ServerResponse, fault: Fault | undefined): void {
    const [hostname, port] = this.#upstream.split(':');
    const { method, headers } = request;
    const url = fault?.kind === 'to' ? fault.url : request.url;
    const upstream = httpRequest({ hostname, port, method, path: url, headers }, (answer) => {
      if (fault?.kind === 'lost-answer') {
        answer.resume().once('end', () => response.destroy());
        return;
      }
      const own = { ...answer.headers };
      response.writeHead(
        answer.statusCode ?? 502,
        fault?.kind === 'headers' ? fault.change(own) : own,
      );
      let sent = 0;
      answer.on('data', (chunk: Buffer) => {
        sent += chunk.length;
        response.write(chunk);
        if (fault?.kind === 'cut-answer' && sent > fault.afterBytes) response.destroy();
      });
      answer.once('end', () => response.end());
    });
    upstream.on('error', () => response.destroy());
    request.once('close', () => {
      if (!request.complete) upstream.destroy();
    });
    request.pipe(upstream);
  }
}
