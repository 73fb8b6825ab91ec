import { describe, expect, test } from 'vitest';

import { aCase, partsOf } from '../../../golden/cases.ts';
import { containerOf, partOf, valuesOf } from './rendered.ts';

const closed = aCase('default', { 'plane.setup': undefined });
const open = aCase('default', { 'plane.setup': 'Open' });
const names = (of: typeof closed): readonly string[] => partsOf(of).map(({ name }) => name);

describe('closed, which is what a spec means that says nothing', () => {
  test('is the same as said', () => {
    expect(JSON.stringify(partsOf(aCase('default', { 'plane.setup': 'Closed' })))).toBe(
      JSON.stringify(partsOf(closed)),
    );
  });

  test('has a door of its own and no Ingress anywhere', () => {
    expect(names(closed)).toContain('setup');
    expect(JSON.stringify(partsOf(closed))).not.toContain('"kind":"Ingress"');
  });

  test('differs from open in the door and the Ingress alone', () => {
    const same = (of: typeof closed): string =>
      JSON.stringify(partsOf(of).filter(({ name }) => !['setup', 'ingress'].includes(name)));
    expect(same(closed)).toBe(same(open));
    expect(names(open)).not.toContain('setup');
    expect(names(open)).toContain('ingress');
  });

  test('leads from one port to God Mode and the API, and nowhere else', () => {
    const door = partOf(partsOf(closed), 'setup');
    const text = valuesOf(door.objects[0]!)['nginx.conf'] ?? '';
    const ways = [...text.matchAll(/location (\S+) \{ proxy_pass (\S+); \}/g)].map(
      ([, path, to]) => `${path} ${to}`,
    );
    expect(ways).toEqual([
      '/god-mode/ http://plane-admin.plane.svc:3000',
      '/api/ http://plane-api.plane.svc:8000',
      '/auth/ http://plane-api.plane.svc:8000',
    ]);
    expect(text).toContain('proxy_redirect https://plane.corp.example.com/ /;');
    expect(text.split('{')).toHaveLength(text.split('}').length);
    expect(containerOf(door).command).toEqual([
      'nginx',
      '-c',
      '/etc/plane/setup/nginx.conf',
      '-g',
      'daemon off;',
    ]);
  });
});

test('the condition says what to type, with the names that there are', () => {
  const { message = '' } = closed.product.advice(closed.model).conditions.SetupComplete ?? {};
  const [, service = '', port = ''] = /port-forward service\/(\S+) (\d+)/.exec(message) ?? [];
  const found = partOf(partsOf(closed), 'setup').objects.find(({ kind }) => kind === 'Service');
  expect(found?.metadata.name).toBe(service);
  expect(found?.['spec']).toMatchObject({ ports: [{ port: Number(port) }] });
  expect(message).toContain(`http://localhost:${port}/god-mode/`);
  const patch: unknown = JSON.parse(/-p '(.*)'/.exec(message)?.[1] ?? '');
  expect(patch).toEqual({ spec: { plane: { setup: 'Open' } } });
});

test.each([
  { field: 'setup', value: 'Open', type: 'SetupComplete', says: 'True DomainOpened' },
  { field: 'setup', value: 'Closed', type: 'SetupComplete', says: 'False AwaitingAdministrator' },
  {
    field: 'telemetryConfirmedOff',
    value: true,
    type: 'TelemetrySetting',
    says: 'True TelemetryConfirmedOff',
  },
  {
    field: 'telemetryConfirmedOff',
    value: false,
    type: 'TelemetrySetting',
    says: 'Unknown TelemetryNotConfirmed',
  },
  {
    field: 'telemetryConfirmedOff',
    value: undefined,
    type: 'TelemetrySetting',
    says: 'Unknown TelemetryNotConfirmed',
  },
] as const)('$field $value is told as $says', ({ field, value, type, says }) => {
  const { product, model } = aCase('default', { [`plane.${field}`]: value });
  const { status, reason } = product.advice(model).conditions[type]!;
  expect(`${status} ${reason}`).toBe(says);
});

test('a confirmation about telemetry restarts nothing', () => {
  const confirmed = aCase('default', { 'plane.telemetryConfirmedOff': true });
  expect(JSON.stringify(partsOf(confirmed))).toBe(JSON.stringify(partsOf(aCase('default'))));
});
