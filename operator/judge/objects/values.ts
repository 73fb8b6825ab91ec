import { judgeVariable } from '../env.ts';
import { judgeLeaves } from '../leaves.ts';
import type { Bench } from '../rule.ts';
import { judgeFreeText } from '../scan.ts';
import { allow, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { dig, entries, members, textOf } from './placed.ts';
import type { Placed } from './placed.ts';

/** Fields of a pod that its author cannot fill with an address of his own. */
const PLAIN_FIELDS =
  /^(?:metadata[.](?:name|namespace|uid)|spec[.](?:nodeName|serviceAccountName)|status[.](?:hostIPs?|podIPs?))$/;

/** Whether a reference in `valueFrom` can carry an address; what Secrets hold is judged where they are read. */
export function judgeReference(valueFrom: unknown): Verdict {
  const field = textOf(dig(valueFrom, 'fieldRef', 'fieldPath'));
  return field === undefined || PLAIN_FIELDS.test(field)
    ? allow('NoEndpoint', '')
    : refuse('UnknowableValue', {
        is: 'annotations and labels may be changed after the value was judged',
        accept: 'write the value, or take it from a Secret',
      });
}

/** Whether a value that was read for a variable, or variables, or files, stays inside. */
export function* judgeResolved(object: unknown, bench: Bench): Generator<Placed> {
  const { env, valueFrom, resolved, later, podsReference } = members(object);
  const name = textOf(env);
  if (name !== undefined) {
    yield { path: 'valueFrom', verdict: judgeRead(name, { valueFrom, resolved }, bench) };
    const copied = (textOf(podsReference) ?? '').includes('operator-owned');
    const value = textOf(later);
    if (value !== undefined && !copied)
      yield { path: 'later', verdict: judgeVariable({ name, value }, bench) };
  } else if (dig(object, 'envFrom') !== undefined) yield* judgeVariables(object, resolved, bench);
  else yield { path: 'resolved', verdict: judgeLeaves(resolved, bench, judgeFreeText) };
}

function judgeRead(
  name: string,
  { valueFrom, resolved }: { readonly valueFrom: unknown; readonly resolved: unknown },
  bench: Bench,
): Verdict {
  const value = textOf(resolved);
  if (value !== undefined) return judgeVariable({ name, value }, bench);
  if (dig(valueFrom, 'fieldRef') !== undefined) return judgeReference(valueFrom);
  if (dig(valueFrom, 'resourceFieldRef') !== undefined) return allow('NoEndpoint', '');
  return refuse('Unresolved', {
    is: 'the value could not be read',
    accept: 'it is judged again when it is there',
  });
}

function* judgeVariables(object: unknown, resolved: unknown, bench: Bench): Generator<Placed> {
  const prefix = textOf(dig(entries(dig(object, 'envFrom'))[0], 'prefix')) ?? '';
  if (resolved === undefined || resolved === null)
    yield {
      path: 'envFrom',
      verdict: refuse('Unresolved', {
        is: 'the values could not be read',
        accept: 'they are judged again when they are there',
      }),
    };
  for (const [key, value] of Object.entries(members(resolved)))
    yield {
      path: `envFrom.${key}`,
      verdict: judgeVariable({ name: `${prefix}${key}`, value: textOf(value) ?? '' }, bench),
    };
}
