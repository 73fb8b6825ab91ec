import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { eventually } from '../support/eventually.ts';
import { newest, Stage } from './stage.ts';
import type { Spec } from './stage.ts';

/** Sets members of `spec.plane`; undefined is left out when it is sent. */
const set = (spec: Spec, own: Readonly<Record<string, unknown>>): void => {
  Object.assign(spec.plane, own);
};

/** Commands of kubectl that a message tells to type, as arguments. */
const commandsIn = (message: string): readonly (readonly string[])[] =>
  [...message.matchAll(/^kubectl (.*)$/gm)].map(([, line = '']) =>
    [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
  );

describe.each(newest)('a closed first hour on Kubernetes %s', (minor) => {
  let stage: Stage;
  const gone = (...object: readonly string[]): Promise<true> =>
    stage.until(
      `${object.join(' ')} to be gone`,
      async () => (await stage.get(...object)) === undefined,
    );

  beforeAll(async () => {
    stage = await Stage.open(minor);
    await stage.ask((spec) => {
      set(spec, { setup: undefined });
    });
    await stage.wait('Ready', 150);
  }, 240_000);

  afterAll(async () => {
    await stage.close();
  }, 60_000);

  test('a spec that says nothing is Ready, has no Ingress, and a Service for the administrator', async () => {
    expect(await stage.list('ingresses')).toEqual([]);
    const condition = await stage.condition('SetupComplete');
    expect(`${condition?.status} ${condition?.reason}`).toBe('False AwaitingAdministrator');
    const [forward = []] = commandsIn(condition?.message ?? '');
    const [service = '', port] = forward.slice(-2);
    const found = await stage.live<{ spec: { ports: { port: number }[] } }>(...service.split('/'));
    expect(String(found.spec.ports[0]?.port)).toBe(port);
  });

  test('the command that the condition tells opens the domain', async () => {
    const condition = await stage.condition('SetupComplete');
    const [, patch = []] = commandsIn(condition?.message ?? '');
    await stage.kubectl.run(patch);
    await stage.wait('SetupComplete');
    await eventually(() => stage.get('ingress', 'plane-ingress'), { what: 'the Ingress' });
    await gone('deployment', 'plane-setup');
    await gone('service', 'plane-setup');
    await stage.wait('Ready');
  });

  test('closing again takes the Ingress away and nothing of the application', async () => {
    const { uid } = (await stage.live('deployment', 'plane-api')).metadata;
    await stage.ask((spec) => {
      set(spec, { setup: 'Closed' });
    });
    await gone('ingress', 'plane-ingress');
    await stage.wait('Ready');
    expect((await stage.live('deployment', 'plane-api')).metadata.uid).toBe(uid);
  });

  test('servers of the site are told in status, which the API server takes', async () => {
    await stage.ask((spec) => {
      set(spec, {
        setup: 'Closed',
        integrations: {
          githubEnterprise: { url: 'https://github.corp.example.com' },
          gitlab: { url: 'https://gitlab.corp.example.com' },
          bitbucketDataCenter: { url: 'https://bitbucket.corp.example.com' },
        },
      });
    });
    await stage.wait('Ready', 150);
    const { status } = await stage.live<{
      status: { integrations?: { name: string; steps: string[] }[] };
    }>('plane', 'plane');
    expect(status.integrations?.map(({ name }) => name)).toEqual([
      'githubEnterprise',
      'gitlab',
      'bitbucketDataCenter',
    ]);
    await stage.ask((spec) => {
      set(spec, { setup: 'Closed' });
    });
    await stage.wait('Ready', 150);
  }, 360_000);

  test('a confirmation about telemetry turns its condition and restarts nothing', async () => {
    expect((await stage.condition('TelemetrySetting'))?.status).toBe('Unknown');
    const before = await stage.workloads();
    await stage.ask((spec) => {
      set(spec, { setup: 'Closed', telemetryConfirmedOff: true });
    });
    await stage.wait('TelemetrySetting');
    expect(await stage.workloads()).toBe(before);
  });
});
