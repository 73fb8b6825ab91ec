import { edited, EXTERNAL, STORES } from './specs.ts';
import type { Spec } from './specs.ts';
import { TENANT_FINAL } from './tenant-specs.ts';

/** Changes of a running installation that are refused. */
export const FINAL: readonly {
  readonly why: string;
  readonly from: Spec;
  readonly to: Spec;
  readonly says: string;
}[] = [
  ...TENANT_FINAL,
  ...STORES.flatMap((path) => {
    const [embedded, external] = [
      edited(path, { embedded: {} }),
      edited(path, { external: EXTERNAL }),
    ];
    const says = 'cannot change between embedded and external: the data would stay behind';
    return [
      { why: `${path} becomes external`, from: embedded, to: external, says },
      { why: `${path} becomes embedded`, from: external, to: embedded, says },
    ];
  }),
  ...[
    { why: 'the storage class is set', from: undefined, to: 'fast' },
    { why: 'the storage class is changed', from: 'slow', to: 'fast' },
    { why: 'the storage class is removed', from: 'slow', to: undefined },
  ].map(({ why, from, to }) => ({
    why,
    from: edited('storage', from === undefined ? undefined : { className: from }),
    to: edited('storage', to === undefined ? undefined : { className: to }),
    says: 'storage.className cannot be set, changed or removed later: existing volumes keep their class',
  })),
];

/** Changes of a running installation that are accepted. */
export const FREE: readonly { readonly why: string; readonly to: Spec }[] = [
  { why: 'another domain', to: edited('domain', 'other.corp.example.com') },
  { why: 'another release', to: edited('version', 'v3.2.0') },
  { why: 'a larger volume', to: edited('database.embedded.size', '40Gi') },
  {
    why: 'Plane AI is switched on',
    to: edited('plane.ai', { model: { url: 'http://llm.llm.svc/v1', name: 'llama3' } }),
  },
  { why: 'search is switched on', to: edited('plane.search', { embedded: {} }) },
  { why: 'storage without a class', to: edited('storage', {}) },
  { why: 'another registry', to: edited('images.registry', 'other.corp.example.com') },
];
