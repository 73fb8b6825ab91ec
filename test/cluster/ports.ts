import { createServer } from 'node:net';

/** Below the range from which Linux takes ports for outgoing connections. */
const FIRST = 15_000;
const COUNT = 14_000;
const TRIES = 200;

/** As many loopback ports as there are names, each free a moment ago. */
export async function freePorts<Name extends string>(
  names: readonly Name[],
): Promise<Readonly<Record<Name, number>>> {
  const found = new Map<Name, number>();
  for (const name of names) found.set(name, await freePort(new Set(found.values())));
  return Object.fromEntries(found) as Record<Name, number>;
}

async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`Cannot find a free port: ${TRIES} of ${FIRST} to ${FIRST + COUNT} were taken`);
}

/** Tells whether a server could listen on this loopback port now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () =>
      server.close(() => {
        resolve(true);
      }),
    );
  });
}
