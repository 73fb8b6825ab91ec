import { beforeEach, expect, test } from 'vitest';

import type { KubeObject } from '../../operator/api/object.ts';
import { plane } from '../../operator/products/plane/index.ts';
import { Flow } from '../support/flow.ts';
import { aSpec } from '../support/rule-input.ts';

const spec = (own: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  version: 'v3.1.2',
  plane: { ...(aSpec()['plane'] as object), ...own },
});

let flow: Flow;

beforeEach(async () => {
  flow = new Flow([plane]);
  await flow.site();
});

const ingress = (): Promise<KubeObject | undefined> => flow.get('Ingress', 'plane-ingress');

test('a new installation is Ready, closed, and has a door; opening it makes the Ingress and takes the door away', async () => {
  await flow.ask(spec());
  expect(await flow.condition('Ready')).toBe('True/Ready');
  expect(await flow.condition('SetupComplete')).toBe('False/AwaitingAdministrator');
  expect(await ingress()).toBeUndefined();
  expect(await flow.get('Service', 'plane-setup')).toBeDefined();

  await flow.ask(spec({ setup: 'Open' }));
  expect(await flow.condition('Ready')).toBe('True/Ready');
  expect(await flow.condition('SetupComplete')).toBe('True/DomainOpened');
  expect(await ingress()).toBeDefined();
  expect(await flow.get('Service', 'plane-setup')).toBeUndefined();
  expect(await flow.get('Deployment', 'plane-setup')).toBeUndefined();
});

test('a restarted operator leaves an open domain open', async () => {
  await flow.ask(spec({ setup: 'Open' }));
  const before = await ingress();
  flow.restart();
  await flow.settle();
  expect((await ingress())?.metadata.uid).toBe(before?.metadata.uid);
});

test('closing removes the Ingress at once, also while other parts are not ready', async () => {
  await flow.ask(spec({ setup: 'Open' }));
  flow.cluster.failJobs('');
  await flow.ask({ ...spec(), version: 'v3.1.4' });
  expect(await flow.condition('Ready')).toBe('False/MigrationFailed');
  expect(await ingress()).toBeUndefined();
  expect(
    flow.happenings.some(({ reason, note }) => reason === 'Pruned' && note.includes('Ingress')),
  ).toBe(true);
});

test('what the accepted spec says is told while another is refused or suspended', async () => {
  await flow.ask(spec({ setup: 'Open', telemetryConfirmedOff: true }));
  await flow.ask({ ...spec(), version: 'v9.9.9' });
  expect(await flow.condition('Ready')).toBe('False/Refused');
  expect(await flow.condition('SetupComplete')).toBe('True/DomainOpened');
  expect(await flow.condition('TelemetrySetting')).toBe('True/TelemetryConfirmedOff');
  expect(await ingress()).toBeDefined();
  await flow.ask({ ...spec(), suspend: true });
  expect(await flow.condition('Ready')).toBe('False/Suspended');
  expect(await flow.condition('SetupComplete')).toBe('True/DomainOpened');
});

test('nothing is told while nothing is accepted', async () => {
  await flow.ask({ ...spec(), version: 'v9.9.9' });
  expect(await flow.condition('SetupComplete')).toBeUndefined();
  expect(await flow.condition('TelemetrySetting')).toBeUndefined();
});

test('a seed that is changed later is a note that stays until it is set back, and keeps nothing back', async () => {
  const notes = async (): Promise<readonly string[]> =>
    ((await flow.status()).findings ?? []).map(({ rule, path }) => `${rule} ${path}`);
  await flow.ask(spec());
  expect(await notes()).toEqual([]);
  for (const again of [1, 2]) {
    await flow.ask(spec({ firstBoot: { signUp: 'Open' }, telemetryConfirmedOff: again === 2 }));
    expect(await flow.condition('Ready')).toBe('True/Ready');
    expect(await notes()).toEqual(['SeedChanged spec.plane.firstBoot.signUp']);
  }
  flow.restart();
  await flow.settle();
  expect(await notes()).toEqual(['SeedChanged spec.plane.firstBoot.signUp']);
  await flow.ask(spec());
  expect(await notes()).toEqual([]);
});

test('status tells servers of the site, and no longer when they are taken out', async () => {
  const integrations = { gitlab: { url: 'https://gitlab.corp.example.com' } };
  await flow.ask(spec({ integrations }));
  expect((await flow.status()).integrations?.map(({ name }) => name)).toEqual(['gitlab']);
  await flow.ask(spec({ integrations, components: { silo: { enabled: false } } }));
  expect(await flow.condition('Ready')).toBe('False/Refused');
  expect((await flow.status()).integrations?.map(({ name }) => name)).toEqual(['gitlab']);
  await flow.ask(spec());
  expect((await flow.status()).integrations).toBeUndefined();
});
