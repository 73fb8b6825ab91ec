import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSync } from 'node:fs';

import { atExit } from '../cluster/at-exit.ts';
import { registryProgram } from '../cluster/build.ts';
import { issue } from './certificate.ts';
import { eventually } from './eventually.ts';

/** A real registry on loopback, behind TLS of an internal authority and a login. */
export interface OciRegistry {
  /** `registry.corp.example.com:PORT`. Helm 3 would take a name of loopback for one without TLS. */
  readonly host: string;
  /** Where its files are. */
  readonly data: string;
  /** A file of hosts that knows the name. */
  readonly hosts: string;
  readonly user: string;
  readonly password: string;
  /** The authority that signed its certificate, in PEM. */
  readonly caFile: string;
  /** Its access log so far. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

const NAME = 'registry.corp.example.com';
const [USER, PASSWORD] = ['robot', 'robot'];
/** bcrypt of the password, cost 4: the registry takes no other hash. */
const HASH = '$2a$04$V3tcNFbg4Xxlh6R/W7h9ZO47nTVOs.E407Xse0L81lk7kp9gqdQ2e';

/** How a registry differs from one behind TLS and a login. */
export interface OciRegistryOptions {
  /** On 127.0.0.1, without TLS and without a login. */
  readonly plain?: boolean;
  /** Served under this name; "localhost" is what every client finds. */
  readonly name?: string;
  /** A free one unless told. */
  readonly port?: number;
}

/** Starts a registry that is empty. */
export async function startOciRegistry({
  plain = false,
  name = plain ? '127.0.0.1' : NAME,
  port: wanted,
}: OciRegistryOptions = {}): Promise<OciRegistry> {
  const program = await registryProgram();
  const dir = await mkdtemp(join(tmpdir(), 'plane-registry-'));
  const port = wanted ?? (await freePort());
  const log = join(dir, 'registry.log');
  const caFile = await layOut({ dir, port, plain, name });
  const output = openSync(log, 'a');
  const child = spawn(program, [join(dir, 'config.yaml')], {
    stdio: ['ignore', output, output],
    env: { PATH: process.env['PATH'], OTEL_TRACES_EXPORTER: 'none' },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const forget = atExit(() => child.kill('SIGKILL'));
  await eventually(
    async () => ((await readFile(log, 'utf8')).includes('listening on') ? true : undefined),
    { what: 'the registry to listen', seconds: 20 },
  );
  return {
    host: `${name}:${port}`,
    data: join(dir, 'data'),
    hosts: join(dir, 'hosts'),
    user: USER,
    password: PASSWORD,
    caFile,
    log: () => readFile(log, 'utf8'),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      forget();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

interface Site {
  readonly dir: string;
  readonly port: number;
  readonly plain: boolean;
  readonly name: string;
}

async function layOut({ dir, port, plain, name }: Site): Promise<string> {
  const authority = issue({ commonName: 'corp-ca', authority: true });
  const served = issue({ commonName: name, names: [name], issuer: authority });
  const files = {
    'ca.crt': authority.certificate,
    'tls.crt': served.certificate,
    'tls.key': served.key,
    hosts: `127.0.0.1 localhost ${name}\n`,
    htpasswd: `${USER}:${HASH}\n`,
    'config.yaml': JSON.stringify({
      version: '0.1',
      log: { accesslog: { disabled: false }, level: 'info' },
      storage: { filesystem: { rootdirectory: join(dir, 'data') }, delete: { enabled: true } },
      ...(plain ? {} : { auth: { htpasswd: { realm: 'registry', path: join(dir, 'htpasswd') } } }),
      http: {
        addr: `127.0.0.1:${port}`,
        secret: 'of no use: there is one registry',
        ...(plain ? {} : { tls: { certificate: join(dir, 'tls.crt'), key: join(dir, 'tls.key') } }),
      },
    }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
  return join(dir, 'ca.crt');
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
