import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { buildSearchIndex } from '../../../../operator/products/plane/build-search-index.ts';

// The script runs in the product's image, which has Python; the machine of this test may have none.
const withPython = test.skipIf(spawnSync('python3', ['--version']).status !== 0);

/** What was asked of OpenSearch, and the documents it keeps. */
let asked: string[] = [];
const documents = new Map<string, string>();
let refuses: number | undefined;
let server: Server;
let folder = '';

beforeEach(async () => {
  asked = [];
  documents.clear();
  refuses = undefined;
  folder = mkdtempSync(join(tmpdir(), 'search-'));
  server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    asked.push(`${method} ${url} ${headers.authorization}`);
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (method === 'PUT') documents.set(url, body);
      const source = documents.get(url);
      response.statusCode = refuses ?? (source === undefined ? 404 : 200);
      response.end(source === undefined ? '{"error":"x"}' : `{"_source":${source}}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  manage('');
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** The product's own program, which notes how it was called. */
const manage = (then: string): void => {
  writeFileSync(
    join(folder, 'manage.py'),
    `import sys\nopen('called', 'a').write(' '.join(sys.argv[1:]) + '\\n')\n${then}\n`,
  );
};

const called = (): readonly string[] => {
  try {
    return readFileSync(join(folder, 'called'), 'utf8').trimEnd().split('\n');
  } catch {
    return [];
  }
};

interface Wanted {
  readonly dimension?: string;
  readonly model?: string;
  readonly prefix?: string;
  readonly port?: number;
}

function run({ dimension = '1536', model = '', prefix = '', port }: Wanted = {}): Promise<{
  readonly code: number;
  readonly said: string;
}> {
  const [program = '', ...args] = buildSearchIndex({ dimension, model });
  const url = `http://127.0.0.1:${port ?? (server.address() as AddressInfo).port}/`;
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      {
        cwd: folder,
        timeout: 30_000,
        env: {
          PATH: process.env['PATH'],
          OPENSEARCH_URL: url,
          OPENSEARCH_USERNAME: 'plane',
          OPENSEARCH_PASSWORD: 'päss:word',
          OPENSEARCH_INDEX_PREFIX: prefix,
        },
      },
      (error, said, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), said: said + stderr });
      },
    );
  });
}

const REBUILD = 'manage_search_index index rebuild --force';
const FILL = 'manage_search_index --background document index --force';
const VECTORS = 'manage_search_index --background --vectorize document index --force';

withPython('makes and fills the indices once, and notes it beside them', async () => {
  expect((await run({ prefix: 'team-a' })).code).toBe(0);
  expect((await run({ prefix: 'team-a' })).code).toBe(0);
  expect(called()).toEqual([REBUILD, FILL]);
  const login = `Basic ${Buffer.from('plane:päss:word').toString('base64')}`;
  expect(asked).toEqual(
    ['GET', 'PUT', 'GET'].map((method) => `${method} /team-a_airgapped/_doc/built ${login}`),
  );
});

withPython('keeps the indices when only the documents are made otherwise', async () => {
  await run();
  await run({ model: 'openai/text-embedding-3-small' });
  expect(called()).toEqual([REBUILD, FILL, VECTORS]);
  expect(asked[0]).toContain('GET /airgapped/_doc/built ');
});

withPython('makes the indices anew for vectors of another length', async () => {
  await run({ model: 'a' });
  await run({ model: 'a', dimension: '1024' });
  expect(called()).toEqual([REBUILD, VECTORS, REBUILD, VECTORS]);
});

withPython('notes nothing when a command fails, and begins again', async () => {
  manage('sys.exit(4)');
  expect((await run()).code).toBe(1);
  expect(documents.size).toBe(0);
  manage('');
  expect((await run()).code).toBe(0);
  expect(called()).toEqual([REBUILD, REBUILD, FILL]);
});

withPython.each([401, 403, 500])('fails when OpenSearch answers %i', async (code) => {
  refuses = code;
  const ended = await run();
  expect(ended.code).toBe(1);
  expect(ended.said).toContain(`OpenSearch answers ${code} to GET airgapped`);
  expect(ended.said).not.toContain('word');
  expect(called()).toEqual([]);
});

withPython('tells an OpenSearch that does not answer from one that refuses', async () => {
  const { code, said } = await run({ port: 1 });
  expect(code).toBe(75);
  expect(said).toContain('does not answer');
  expect(called()).toEqual([]);
});
