import { expect, test } from 'vitest';

import { ready } from '../../../operator/cli/ready.ts';
import { serveHealth } from '../../../operator/runtime/health.ts';

async function asked(trouble: string | undefined): Promise<{ status: number; said: string }> {
  const health = await serveHealth(
    { live: () => undefined, ready: () => trouble, metrics: () => Promise.resolve('') },
    { host: '127.0.0.1', port: 0 },
  );
  try {
    return await said(`http://127.0.0.1:${String(health.port)}/readyz`);
  } finally {
    await health.close();
  }
}

async function said(url: string): Promise<{ status: number; said: string }> {
  let text = '';
  const hear = (line: string): void => {
    text += line;
  };
  return { status: await ready(url, { out: hear, error: hear }), said: text };
}

test('ready is content with an operator that is ready', async () => {
  expect(await asked(undefined)).toEqual({ status: 0, said: 'ok\n' });
});

test('ready says what an operator waits for', async () => {
  const { status, said: text } = await asked('Secret: not listed yet');
  expect(status).toBe(1);
  expect(text).toContain('is not ready: Secret: not listed yet');
});

test('ready says so when nobody answers', async () => {
  const { status, said: text } = await said('http://127.0.0.1:1/readyz');
  expect(status).toBe(1);
  expect(text).toMatch(/^Cannot ask "http:\/\/127\.0\.0\.1:1\/readyz": .+\n$/);
});
