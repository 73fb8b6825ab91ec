import type { Installation } from '../observe/installation.ts';
import type { CertificateEnd } from './metrics.ts';

/** When the first certificate of each purpose ends, as the status of each installation says. */
export function* certificateEnds(installations: Iterable<Installation>): Iterable<CertificateEnd> {
  for (const { namespace, name, status } of installations) {
    const first = new Map<string, number>();
    for (const { purpose, notAfter } of status?.certificates ?? []) {
      const seconds = Date.parse(notAfter) / 1_000;
      first.set(purpose, Math.min(seconds, first.get(purpose) ?? Infinity));
    }
    for (const [purpose, seconds] of first) yield { namespace, name, purpose, seconds };
  }
}
