import { execFile, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { expect, test } from 'vitest';

import { waitForDatabase } from '../../../../operator/products/plane/wait-for-database.ts';

const { command = [] } = waitForDatabase({ image: '', resources: {} }, 'URL');
const [program = '', ...args] = command;

interface Ended {
  readonly code: number;
  readonly said: string;
}

const run = (url: string, seconds: string): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(
      program,
      [...args.slice(0, -1), seconds],
      { env: { ...process.env, URL: url }, timeout: 30_000 },
      (error, said) => {
        resolve({ code: error === null ? 0 : Number(error.code), said });
      },
    );
  });

// The script runs in the product's image, which has Python; the machine of this test may have none.
const withPython = test.skipIf(spawnSync('python3', ['--version']).status !== 0);

withPython('ends well as soon as the database takes a connection', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  expect(await run(`postgresql://u:p%40@127.0.0.1:${port}/plane`, '0')).toEqual({
    code: 0,
    said: '',
  });
  server.close();
});

withPython('tells a database that does not answer from a migration that fails', async () => {
  const { code, said } = await run('postgresql://u:p@127.0.0.1:1/plane', '0');
  expect(code).toBe(75);
  expect(said).toContain('127.0.0.1:1: ');
  expect(said).not.toContain('u:p');
});

withPython('leaves an address that it cannot read to the migration', async () => {
  expect((await run('postgresql://u@a:1,b:2/plane', '0')).code).toBe(0);
});
