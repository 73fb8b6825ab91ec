import type { Finding } from '../../../api/finding.ts';
import type { Inputs } from '../../product.ts';
import type { Model } from '../../../model/model.ts';
import { awaited } from './finding.ts';

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/** What is to be trusted is certificates in PEM and nothing else: a private key would reach every pod. */
export function* trust({ trust: key }: Model, inputs: Inputs): Iterable<Finding> {
  if (key === undefined) return;
  const problem = wrongBundle(inputs.value(key.name, key.key));
  if (problem === undefined) return;
  yield awaited({
    path: 'spec.trust.secretRef',
    message: `key "${key.key}" of Secret "${key.name}" ${problem}`,
    fix: `use one or more blocks from ${BEGIN} to ${END}`,
  });
}

/** What is wrong with certificates in PEM, without repeating any of it. */
export function wrongBundle(text: string): string | undefined {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return 'holds a private key';
  const [begun, ended] = [BEGIN, END].map((line) => text.split(line).length - 1);
  if (begun === 0) return 'holds no certificate in PEM';
  return begun === ended ? undefined : 'holds a certificate that does not end';
}
