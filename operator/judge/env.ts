import { judgeDsn } from './dsn.ts';
import { judgeEndpoint, judgeSentryDsn } from './endpoint.ts';
import { judgeHostPort } from './host-ports.ts';
import { judgeEntries } from './lists.ts';
import { privateName } from './private-names.ts';
import { firstVerdict } from './rule.ts';
import type { Bench, Rule } from './rule.ts';
import { judgeFreeText } from './scan.ts';
import type { Variable } from './subjects.ts';
import {
  BUCKETS,
  CLOUD_SERVICES,
  CODE_LOADERS,
  PROXIES,
  RESOLVER_VARIABLES,
  SAAS_ONLY,
  SWITCHES,
  VERIFICATION,
} from './tables/env.ts';
import type { EnvEndpoint } from './tables/env.ts';
import {
  ENDPOINT_FAMILY,
  ENDPOINT_NAME,
  ENDPOINT_VARIABLES,
  INERT_VARIABLES,
} from './tables/env-endpoints.ts';
import { LIST_KINDS } from './tables/lists.ts';
import { judgeUrl } from './urls.ts';
import { allow, at, refuse } from './verdict.ts';
import type { RefusalReason } from './reasons.ts';
import type { Refused, Verdict } from './verdict.ts';

const inert = (): Verdict => allow('NoEndpoint', '');
const wrong = (reason: RefusalReason, is: string, accept: string): Refused =>
  refuse(reason, { is, accept });
const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

const JUDGES: Readonly<Record<EnvEndpoint['kind'], (text: string, bench: Bench) => Verdict>> = {
  url: judgeUrl,
  dsn: judgeDsn,
  hostport: judgeHostPort,
  endpoint: judgeEndpoint,
  sentry: judgeSentryDsn,
};

/** What decides about a variable of the environment; the first verdict counts. */
export const ENV_RULES: readonly Rule<Variable>[] = [
  {
    id: 'env-expansion',
    doc: 'A value is final: $(NAME) is filled in when the container starts.',
    judge: ({ value }) =>
      value.replaceAll('$$', '').includes('$(')
        ? wrong(
            'UnknowableValue',
            'the value holds $(, which is filled in later',
            'write the final value; $$( stays as it is',
          )
        : undefined,
  },
  {
    id: 'env-code',
    doc: 'No variable loads code into the process.',
    judge: ({ name }) =>
      CODE_LOADERS.includes(name)
        ? wrong('ForbiddenSetting', 'the variable loads code into the process', 'leave it out')
        : undefined,
  },
  {
    id: 'env-resolver',
    doc: 'No variable changes which host a name or a connection means.',
    judge: ({ name }) =>
      RESOLVER_VARIABLES.includes(name)
        ? wrong('ForbiddenSetting', 'the variable changes which host a name means', 'leave it out')
        : undefined,
  },
  {
    id: 'env-verification',
    doc: 'No variable says that it does not matter who answers.',
    judge: ({ name, value }) =>
      own(VERIFICATION, name)?.includes(value.toLowerCase()) === true
        ? wrong(
            'ForbiddenSetting',
            'the value switches off the check of who answers',
            'leave it out, and give the CA in spec.trust',
          )
        : undefined,
  },
  { id: 'env-switch', doc: 'A switch of the product has its safe value.', judge: judgeSwitch },
  {
    id: 'env-proxy',
    doc: 'A forward proxy is a way out, so it is one that the policy declares.',
    judge: ({ name, value }, bench) =>
      PROXIES.includes(name.toLowerCase()) ? judgeProxy(value, bench) : undefined,
  },
  {
    id: 'env-inert',
    doc: 'What names nothing that is dialled may look as it likes.',
    judge: ({ name }) => (INERT_VARIABLES.includes(name) ? inert() : undefined),
  },
  {
    id: 'env-saas',
    doc: 'No variable switches on a feature that has no address inside.',
    judge: ({ name, value }) =>
      SAAS_ONLY.includes(name)
        ? value === ''
          ? inert()
          : wrong(
              'DefaultsToExternal',
              'the variable switches on a feature that works with a public service alone',
              'leave it out',
            )
        : undefined,
  },
  {
    id: 'env-cloud-service',
    doc: 'What makes a process ask a cloud needs its private names.',
    judge: judgeCloud,
  },
  {
    id: 'env-bucket',
    doc: 'The name of a bucket is a plain name: an ARN leads to another service.',
    judge: ({ name, value }) =>
      BUCKETS.includes(name)
        ? /^[a-z0-9][a-z0-9.-]*$/.test(value) || value === ''
          ? inert()
          : wrong(
              'OverridingParameter',
              'the value is no plain name of a bucket',
              'write the name alone; an ARN leads to another service',
            )
        : undefined,
  },
  {
    id: 'env-list',
    doc: 'Every entry of a known list stays inside.',
    judge: ({ name, value }, bench) =>
      Object.hasOwn(LIST_KINDS, name) ? judgeEntries(name, value, bench) : undefined,
  },
  {
    id: 'env-endpoint',
    doc: 'A variable that names a server names one inside.',
    judge: judgeTyped,
  },
  {
    id: 'env-endpoint-name',
    doc: 'A variable whose name says that it names a server names one inside.',
    judge: ({ name, value }, bench) =>
      ENDPOINT_NAME.test(name) ? (value === '' ? inert() : judgeEndpoint(value, bench)) : undefined,
  },
  {
    id: 'env-free-form',
    doc: 'Variables of unknown name are taken only when the policy says so.',
    judge: (_variable, { inside }) =>
      inside.freeFormEnv
        ? undefined
        : wrong(
            'UnknowableValue',
            'the variable is none that is known',
            'AirgapPolicy freeFormEnv lets unknown names be judged by their value',
          ),
  },
];

/** Whether `NAME=value` stays inside. The name is shown, the value never. */
export function judgeEnv(text: string, bench: Bench): Verdict {
  const equals = text.indexOf('=');
  if (equals <= 0) return wrong('NotCanonical', 'the text has no name', 'write NAME=value');
  return judgeVariable({ name: text.slice(0, equals), value: text.slice(equals + 1) }, bench);
}

/** Whether a variable stays inside. */
export function judgeVariable(variable: Variable, bench: Bench): Verdict {
  const verdict =
    firstVerdict(bench.rules.env, variable, bench) ?? judgeFreeText(variable.value, bench);
  // What names no server stays as it is written.
  if (verdict.verdict === 'allow' && verdict.reason === 'NoEndpoint')
    return { ...verdict, canonical: variable.value };
  return at(shownName(variable.name), verdict);
}

const shownName = (name: string): string =>
  /^[\w.-]{1,80}$/.test(name) ? name : 'a variable of unusual name';

function judgeSwitch({ name, value }: Variable): Verdict | undefined {
  const safe = own(SWITCHES, name);
  if (safe === undefined) return undefined;
  return safe.includes(value)
    ? inert()
    : wrong(
        'ForbiddenSetting',
        'the value is not the one that keeps the product inside',
        `write ${safe.map((one) => (one === '' ? 'nothing' : `"${one}"`)).join(' or ')}`,
      );
}

function judgeProxy(value: string, bench: Bench): Verdict {
  if (value === '') return inert();
  const { egressProxies } = bench.inside;
  const plain = value.replace(/\/$/, '').toLowerCase();
  if (egressProxies.has(plain)) return allow('ListedProxy', plain.replace(/^.*\/\//, ''), plain);
  const judged = judgeEndpoint(value, bench);
  if (judged.verdict === 'refuse') return judged;
  return refuse('NameNotAllowed', {
    is: `"${judged.host}" is no declared proxy, and a proxy is a way out`,
    accept:
      egressProxies.size === 0
        ? 'AirgapPolicy egressProxies lists none'
        : `use ${[...egressProxies].join(' or ')}`,
    host: judged.host,
  });
}

function judgeCloud({ name, value }: Variable, bench: Bench): Verdict | undefined {
  const needed = own(CLOUD_SERVICES, name);
  if (needed === undefined) return undefined;
  if (value === '') return inert();
  const verdict = privateName(needed, bench);
  return verdict.verdict === 'allow' ? { ...verdict, canonical: value } : verdict;
}

function judgeTyped({ name, value }: Variable, bench: Bench): Verdict | undefined {
  const known =
    own(ENDPOINT_VARIABLES, name) ??
    (ENDPOINT_FAMILY.test(name) ? ({ kind: 'endpoint', empty: 'off' } as const) : undefined);
  if (known === undefined) return undefined;
  if (value !== '') return JUDGES[known.kind](value, bench);
  return known.empty === 'off'
    ? inert()
    : wrong(
        'DefaultsToExternal',
        'the value is empty, so a public service would be asked',
        'write the address of a server inside',
      );
}
