import type { Bundle } from '../../bundle/open.ts';
import { refused } from '../../bundle/refuse.ts';
import { signatureProblems } from '../../bundle/signature.ts';
import { receiptAt } from './make.ts';
import { readPems } from './pems.ts';

/** Which bundle is taken. */
export interface Trust {
  /** Public keys, each of which must have signed. */
  readonly keys: readonly string[];
  /** Receipt of the last push: an older bundle is refused. */
  readonly after: string | undefined;
}

/** Refuses a bundle that is not signed as wanted, or is older than what was pushed last. Throws ERR_BUNDLE, with every reason. */
export async function checkTrust(bundle: Bundle, { keys, after }: Trust): Promise<void> {
  const problems = [...signatureProblems(bundle, await readPems(keys))];
  if (after !== undefined) {
    const { release, number } = await receiptAt(after);
    if (bundle.catalog.number < number)
      problems.push(
        `it has the number ${bundle.catalog.number}, and ${release}, number ${number}, was pushed already: a valid signature on an old bundle brings old mistakes back`,
      );
  }
  if (problems.length > 0) throw refused(bundle.title, problems.join('; '));
}
