import { judgeEndpoint } from './endpoint.ts';
import { judgeHostText } from './host-ports.ts';
import { judgeImage } from './images.ts';
import { judgeIssuerSpec } from './objects/issuers.ts';
import { judgeEntries } from './lists.ts';
import { judgeMiddlewareSpec } from './objects/middlewares.ts';
import { judgeServiceSpec } from './objects/services.ts';
import { worst } from './objects/placed.ts';
import { firstVerdict } from './rule.ts';
import type { Bench, Rule } from './rule.ts';
import { judgeFreeText } from './scan.ts';
import type { Annotation } from './subjects.ts';
import {
  ENDPOINT_ANNOTATIONS,
  FIXED_ANNOTATIONS,
  FORBIDDEN_ANNOTATIONS,
  INERT_ANNOTATIONS,
  INJECTORS,
  ISSUER_ANNOTATIONS,
  MIDDLEWARE_ANNOTATION,
  SERVICE_ANNOTATION,
  SNIPPETS,
} from './tables/annotations.ts';
import type { AnnotationKind } from './tables/annotations.ts';
import { allow, at, refuse } from './verdict.ts';
import type { Refused, Verdict } from './verdict.ts';

const inert = (): Verdict => allow('NoEndpoint', '');
const missing = (what: string): Refused =>
  refuse('Unresolved', {
    is: `the ${what} that is named could not be read`,
    accept: 'it is judged again when it is there',
  });

const JUDGES: Readonly<Record<AnnotationKind, (value: string, bench: Bench) => Verdict>> = {
  endpoint: judgeEndpoint,
  host: judgeHostText,
  hosts: (value, bench) => judgeEntries('ALLOWED_HOSTS', value.replaceAll(/,\s+/g, ','), bench),
  origins: (value, bench) =>
    judgeEntries('CORS_ALLOWED_ORIGINS', value.replaceAll(/,\s+/g, ','), bench),
  image: judgeImage,
  data: judgeFreeText,
};

/** What decides about an annotation; the first verdict counts. */
export const ANNOTATION_RULES: readonly Rule<Annotation>[] = [
  {
    id: 'annotation-snippet',
    doc: 'No annotation puts text into the configuration of a controller, not even an empty one.',
    judge: ({ key }) =>
      SNIPPETS.test(key)
        ? refuse('UnknowableValue', {
            is: 'the annotation puts text into the configuration of the controller',
            accept: 'leave it out',
          })
        : undefined,
  },
  {
    id: 'annotation-inert',
    doc: 'What nothing acts on may look as it likes.',
    judge: ({ key }) =>
      INERT_ANNOTATIONS.some((inertKey) => inertKey.test(key)) ? inert() : undefined,
  },
  {
    id: 'annotation-issuer',
    doc: 'The issuer that is named stays inside.',
    judge: ({ key }: Annotation, bench: Bench): Verdict | undefined => {
      if (!ISSUER_ANNOTATIONS.includes(key)) return undefined;
      const { issuer } = bench.context;
      return issuer === undefined || issuer === null
        ? missing('issuer')
        : worst(judgeIssuerSpec(issuer, 'issuer', bench));
    },
  },
  {
    id: 'annotation-fixed',
    doc: 'A setting that decides between inside and internet has the value for inside.',
    judge: ({ key, value }: Annotation): Verdict | undefined => {
      const safe = Object.hasOwn(FIXED_ANNOTATIONS, key) ? FIXED_ANNOTATIONS[key] : undefined;
      return safe === undefined || safe.includes(value.toLowerCase())
        ? safe && inert()
        : refuse('OpenNetwork', {
            is: 'the value is not the one that stays inside',
            accept: `write ${safe.join(' or ')}, or leave the annotation out`,
          });
    },
  },
  {
    id: 'annotation-forbidden',
    doc: 'No annotation lets somebody else change the pod or opens it to the internet.',
    judge: ({ key }: Annotation): Verdict | undefined => {
      const found = FORBIDDEN_ANNOTATIONS.find((forbidden) => forbidden.key.test(key));
      return found && refuse(found.reason, { is: found.is, accept: 'leave it out' });
    },
  },
  {
    id: 'annotation-injector',
    doc: 'No other operator is asked to add containers or addresses to the pod.',
    judge: ({ key, value }) =>
      INJECTORS.test(key) && value.toLowerCase() !== 'false'
        ? refuse('UnknowableValue', {
            is: 'another operator would add an image and addresses to the pod',
            accept: 'leave it out, or write "false"',
          })
        : undefined,
  },
  {
    id: 'annotation-service',
    doc: 'The Service that is named leads to something inside.',
    judge: ({ key }: Annotation, bench: Bench): Verdict | undefined => {
      if (key !== SERVICE_ANNOTATION) return undefined;
      const { service } = bench.context;
      return service === undefined || service === null
        ? missing('Service')
        : worst(judgeServiceSpec(service, 'service', bench));
    },
  },
  {
    id: 'annotation-middleware',
    doc: 'The Middleware that is named leads to something inside.',
    judge: ({ key }: Annotation, bench: Bench): Verdict | undefined => {
      if (key !== MIDDLEWARE_ANNOTATION) return undefined;
      const { middleware } = bench.context;
      return middleware === undefined || middleware === null
        ? missing('Middleware')
        : worst(judgeMiddlewareSpec(middleware, 'middleware', bench));
    },
  },
  {
    id: 'annotation-endpoint',
    doc: 'A server that an annotation names is inside.',
    judge: ({ key, value }: Annotation, bench: Bench): Verdict | undefined => {
      const kind = ENDPOINT_ANNOTATIONS.find((endpoint) => endpoint.key.test(key))?.kind;
      if (kind === undefined) return undefined;
      return value.includes('$') ? variable() : JUDGES[kind](value, bench);
    },
  },
];

const variable = (): Refused =>
  refuse('UnknowableValue', {
    is: 'the value holds a variable of the controller, which is filled in later',
    accept: 'write the final value',
  });

/** Whether `key: value` stays inside. The key is shown, the value never. */
export function judgeAnnotation(text: string, bench: Bench): Verdict {
  const colon = text.indexOf(': ');
  if (colon <= 0)
    return refuse('NotCanonical', {
      is: 'the text is no annotation',
      accept: 'write key: value',
    });
  const value = text.slice(colon + 2);
  const quoted = /^"(.*)"$/s.exec(value)?.[1];
  return judgeOneAnnotation({ key: text.slice(0, colon), value: quoted ?? value }, bench);
}

/** Whether an annotation stays inside. */
export function judgeOneAnnotation(annotation: Annotation, bench: Bench): Verdict {
  const verdict =
    firstVerdict(bench.rules.annotation, annotation, bench) ??
    judgeFreeText(annotation.value, bench);
  if (verdict.verdict === 'allow') return { ...verdict, canonical: annotation.value };
  return at(
    /^[\w./-]{1,320}$/.test(annotation.key) ? annotation.key : 'an annotation of unusual name',
    verdict,
  );
}
