import type { KubeObject } from '../../../operator/api/object.ts';
import { badRequest } from './answers.ts';

/** Whether an object has the labels of a selector: terms `a=b`, `a==b`, `a!=b`, `a`, `!a`, joined by commas. */
export function labelMatcher(selector: string | undefined): (object: KubeObject) => boolean {
  const terms = (selector ?? '').split(',').filter((term) => term.trim() !== '');
  const tests = terms.map(termTest);
  return ({ metadata }) => tests.every((test) => test(metadata.labels ?? {}));
}

type Labels = Readonly<Record<string, string>>;

function termTest(term: string): (labels: Labels) => boolean {
  const match = /^\s*(!?)([\w./-]+)\s*(?:(==|!=|=)\s*([\w.-]*))?\s*$/.exec(term);
  if (match === null) throw badRequest(`unable to parse requirement: "${term}"`);
  const [, not, key = '', operator, value = ''] = match;
  if (operator === undefined) return (labels) => key in labels === (not === '');
  const isWanted = operator !== '!=';
  return (labels) => (labels[key] === value) === isWanted;
}
