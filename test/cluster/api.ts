import { readFileSync } from 'node:fs';
import { Agent, get, request, type RequestOptions } from 'node:https';
import { join } from 'node:path';

export interface Answer {
  readonly code: number;
  readonly body: string;
}

/** Marks the cluster's own requests, which the audit leaves out. */
export const OWN_AGENT = 'plane-test-cluster';

const TIMEOUT_MS = 10_000;

/** Just enough of a client to see a cluster get ready and to give it nodes. */
export class Api {
  readonly #server: string;
  readonly #agent: Agent;

  constructor(server: string, pki: string) {
    this.#server = server;
    this.#agent = new Agent({
      ca: readFileSync(join(pki, 'ca.crt')),
      cert: readFileSync(join(pki, 'admin.crt')),
      key: readFileSync(join(pki, 'admin.key')),
    });
  }

  /** Asks a part that serves nothing but its health, under a certificate of its own making. */
  static isHealthy(port: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path: '/healthz', rejectUnauthorized: false };
      const sent = get({ ...options, timeout: TIMEOUT_MS }, (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200);
      });
      sent.once('timeout', () => sent.destroy(new Error(`no answer in ${TIMEOUT_MS} ms`)));
      sent.once('error', reject);
    });
  }

  get(path: string): Promise<Answer> {
    return this.#send({ method: 'GET', path });
  }

  delete(path: string): Promise<Answer> {
    return this.#send({ method: 'DELETE', path });
  }

  /** Creates the object, or leaves the one that is there. */
  async create(path: string, object: object): Promise<void> {
    const answer = await this.#send({ method: 'POST', path }, JSON.stringify(object));
    if (answer.code >= 300 && answer.code !== 409) {
      throw new Error(`Cannot create ${path}: ${answer.code} ${answer.body}`);
    }
  }

  #send(options: RequestOptions, body?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        this.#server,
        {
          ...options,
          agent: this.#agent,
          timeout: TIMEOUT_MS,
          headers: { 'content-type': 'application/json', 'user-agent': OWN_AGENT },
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (chunk: string) => (text += chunk));
          answer.once('error', reject);
          answer.once('end', () => {
            resolve({ code: answer.statusCode ?? 0, body: text });
          });
        },
      );
      sent.once('timeout', () => sent.destroy(new Error(`no answer in ${TIMEOUT_MS} ms`)));
      sent.once('error', reject);
      sent.end(body);
    });
  }
}
