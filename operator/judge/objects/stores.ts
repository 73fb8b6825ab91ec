import { judgeHost } from '../hosts.ts';
import { judgeEndpoint } from '../endpoint.ts';
import type { Bench } from '../rule.ts';
import {
  AWS_SERVICES,
  AWS_TOKENS,
  awsName,
  LOCAL_GENERATORS,
  STORE_PROVIDERS,
} from '../tables/stores.ts';
import type { StoreProvider } from '../tables/stores.ts';
import { judgeUrl } from '../urls.ts';
import { allow, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { dig, entries, members, textOf } from './placed.ts';
import type { Placed } from './placed.ts';

const defaults = (is: string): Verdict =>
  refuse('DefaultsToExternal', { is, accept: 'write the URL of a server inside' });

/** Whether a name that a provider asks is listed as private and proven. */
const judgePrivate = (name: string, bench: Bench): Verdict =>
  bench.inside.privateDnsNames.has(name)
    ? judgeHost({ text: name, bracketed: false }, bench)
    : refuse('DefaultsToExternal', {
        is: `the provider asks "${name}", which is a public name`,
        accept: 'let private DNS answer it, and list the name in AirgapPolicy privateDnsNames',
        host: name,
      });

/** Whether the `spec` of a SecretStore or ClusterSecretStore stays inside. */
export function* judgeStoreSpec(spec: unknown, path: string, bench: Bench): Generator<Placed> {
  const providers = Object.entries(members(dig(spec, 'provider')));
  for (const [name, value] of providers) {
    const inner = `${path}.provider.${name}`;
    const known = Object.hasOwn(STORE_PROVIDERS, name) ? STORE_PROVIDERS[name] : undefined;
    if (name === 'aws') yield* judgeAws(value, inner, bench);
    else if (known !== undefined) yield* judgeProvider({ known, value, path: inner }, bench);
    else
      yield {
        path: inner,
        verdict: refuse('UnknownProvider', {
          is: 'the provider is none that is known to stay inside',
          accept: `use one of aws, ${Object.keys(STORE_PROVIDERS).join(', ')}`,
        }),
      };
  }
  if (providers.length !== 1)
    yield {
      path: `${path}.provider`,
      verdict: refuse('UnknownProvider', {
        is: 'the store has not exactly one provider',
        accept: 'write one',
      }),
    };
}

function* judgeProvider(
  {
    known,
    value,
    path,
  }: { readonly known: StoreProvider; readonly value: unknown; readonly path: string },
  bench: Bench,
): Generator<Placed> {
  const places = (names: readonly string[] = []) =>
    names.map((name) => ({
      place: `${path}.${name}`,
      given: textOf(dig(value, ...name.split('.'))),
    }));
  for (const { place, given } of places(known.urls))
    yield {
      path: place,
      verdict: given
        ? judgeUrlOrHost(given, bench)
        : defaults('it is not given, so the default of the provider is asked'),
    };
  for (const { place, given } of places(known.optionalUrls))
    if (given) yield { path: place, verdict: judgeUrlOrHost(given, bench) };
  for (const name of known.privateNames ?? []) yield { path, verdict: judgePrivate(name, bench) };
  if (dig(value, 'auth', 'iam') !== undefined)
    yield { path: `${path}.auth.iam`, verdict: judgePrivate(AWS_TOKENS, bench) };
  yield { path, verdict: allow('NoEndpoint', '') };
}

/** Some providers take a host where others take a URL. */
const judgeUrlOrHost = (text: string, bench: Bench): Verdict =>
  text.includes('://') ? judgeUrl(text, bench) : judgeEndpoint(text, bench);

/** The object has no member for an endpoint: the region makes the name. */
function* judgeAws(value: unknown, path: string, bench: Bench): Generator<Placed> {
  const region = textOf(dig(value, 'region')) ?? '';
  const service = AWS_SERVICES[textOf(dig(value, 'service')) ?? ''];
  if (service === undefined || !/^[a-z0-9-]+$/.test(region)) {
    yield { path, verdict: defaults('service or region are none that is known') };
    return;
  }
  yield { path, verdict: judgePrivate(awsName(service, region), bench) };
  const regional = awsName('sts', region);
  const { privateDnsNames } = bench.inside;
  yield {
    path,
    verdict: judgePrivate(privateDnsNames.has(regional) ? regional : AWS_TOKENS, bench),
  };
}

/** Whether everything an ExternalSecret reads from stays inside. */
export function* judgeExternalSecret(spec: unknown, path: string, bench: Bench): Generator<Placed> {
  for (const list of ['data', 'dataFrom'])
    for (const [index, entry] of entries(dig(spec, list)).entries()) {
      const kind = dig(entry, 'sourceRef', 'generatorRef', 'kind');
      if (kind !== undefined)
        yield {
          path: `${path}.${list}[${index}].sourceRef.generatorRef`,
          verdict: judgeGenerator(textOf(kind) ?? ''),
        };
    }
  if (dig(spec, 'secretStoreRef') !== undefined) {
    const { store } = bench.context;
    if (store === undefined || store === null)
      yield {
        path: `${path}.secretStoreRef`,
        verdict: refuse('Unresolved', {
          is: 'the store that is named could not be read',
          accept: 'it is judged again when it is there',
        }),
      };
    else yield* judgeStoreSpec(store, `${path}.secretStoreRef`, bench);
  }
  yield { path, verdict: allow('NoEndpoint', '') };
}

/** Whether a generator makes its values by itself. */
export const judgeGenerator = (kind: string): Verdict =>
  LOCAL_GENERATORS.includes(kind)
    ? allow('NoEndpoint', '')
    : refuse('DefaultsToExternal', {
        is: 'the generator asks a service',
        accept: `use one of ${LOCAL_GENERATORS.join(', ')}`,
      });
