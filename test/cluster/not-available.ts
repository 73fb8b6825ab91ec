/** What a cluster that is not ours cannot do; a test that meets it skips itself. */
export class NotAvailable extends Error {
  override readonly name = 'NotAvailable';

  constructor(what: string, kind: string) {
    super(`Cannot ${what}: not available on the ${kind} cluster, only on the embedded one`);
  }
}
