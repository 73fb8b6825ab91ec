import { CLOCK_ANNOTATION, LICENSE_LABEL, LICENSE_MEMORY } from '../../operator/api/group.ts';
import { KINDS, ref } from '../../operator/api/kinds.ts';
import { Flow, OPERATOR } from './flow.ts';
import { claims, compact, DAY, rs256, rsaKey } from './license.ts';
import type { KeyPair } from './license.ts';
import { signedToy } from './signed-product.ts';

const MS = 1_000;

/** A vendor, a site without NTP and an operator, in memory. */
export class LicenseSite {
  readonly flow = new Flow([signedToy]);
  readonly vendor: KeyPair;

  private constructor(vendor: KeyPair) {
    this.vendor = vendor;
  }

  /** With the vendor's key pinned. */
  static async open(vendor = rsaKey()): Promise<LicenseSite> {
    const site = new LicenseSite(vendor);
    await site.flow.site();
    await site.keys({ 'vendor.pem': vendor.pem });
    return site;
  }

  /** Seconds since the epoch, by the cluster. */
  get now(): number {
    return Math.floor(this.flow.time / MS);
  }

  /** A licence for a year from now, signed by the vendor. */
  license(change: Readonly<Record<string, unknown>> = {}, key = this.vendor): string {
    const dates = { iat: this.now, nbf: undefined, exp: this.now + 365 * DAY };
    return compact({
      header: { alg: 'RS256' },
      payload: claims({ ...dates, ...change }),
      signer: rs256(key),
    });
  }

  /** A signed revocation list. */
  revocations(number: number, jtis: readonly string[]): string {
    return compact({
      header: { alg: 'RS256', typ: 'license-crl+jwt' },
      payload: { iat: this.now, number, jtis },
      signer: rs256(this.vendor),
    });
  }

  /** Gives the operator its keys. */
  keys(entries: Readonly<Record<string, string>>): Promise<void> {
    return this.#put('vendor-keys', OPERATOR, { entries, labels: { [LICENSE_LABEL]: 'keys' } });
  }

  /** Puts a licence into the Secret that the spec names. */
  give(token: string, annotations: Readonly<Record<string, string>> = {}): Promise<void> {
    return this.#put('license', 'plane', { entries: { license: token }, annotations });
  }

  /** Takes the Secret with the licence away. */
  async take(): Promise<void> {
    await this.flow.cluster.remove(ref(KINDS.Secret, 'license', 'plane'));
  }

  /** Takes away what the operator remembers. */
  async forget(): Promise<void> {
    await this.flow.cluster.remove(ref(KINDS.Secret, LICENSE_MEMORY, OPERATOR));
  }

  /** Asks for an installation with a licence. */
  async ask(
    change: Readonly<Record<string, unknown>> = {},
    enforcement: 'Report' | 'BlockGrowth' = 'BlockGrowth',
  ): Promise<void> {
    await this.flow.ask({ license: { secretRef: { name: 'license' }, enforcement }, ...change });
  }

  /** Lets days pass, a visit for each. */
  async days(count: number): Promise<void> {
    for (let day = 0; day < count; day += 1) {
      this.flow.advance(DAY * MS);
      await this.flow.visit();
    }
    await this.flow.settle();
  }

  /** `state reason` of the licence. */
  async state(): Promise<string> {
    const { license } = await this.flow.status();
    return `${license?.state ?? 'none'} ${(await this.flow.condition('LicenseValid')) ?? 'none'}`;
  }

  /** Everything that belongs to the installation but the copy of the licence, as it is in the cluster. */
  async running(): Promise<string> {
    const kinds = [KINDS.Deployment, KINDS.StatefulSet, KINDS.Service, KINDS.Job, KINDS.Secret];
    const lists = await Promise.all(
      kinds.map((kind) => this.flow.cluster.list(kind, { namespace: 'plane' })),
    );
    const own = lists.flat().filter(({ metadata: { name } }) => !name.includes('license'));
    return JSON.stringify(own);
  }

  /** Says that the clock is right. */
  async confirmClock(time: string): Promise<void> {
    const memory = await this.memory();
    if (memory === undefined) throw new Error('There is no memory yet');
    const { metadata } = memory;
    const annotations = { ...metadata.annotations, [CLOCK_ANNOTATION]: time };
    await this.flow.cluster.replace({ ...memory, metadata: { ...metadata, annotations } });
    await this.flow.settle();
  }

  memory(): ReturnType<Flow['get']> {
    return this.flow.cluster.read(ref(KINDS.Secret, LICENSE_MEMORY, OPERATOR));
  }

  /** Reasons and notes of events about the licence. */
  events(): readonly string[] {
    return this.flow.happenings
      .filter(({ reason }) => reason.startsWith('License'))
      .map(({ reason, note }) => `${reason} ${note}`);
  }

  async #put(
    name: string,
    namespace: string,
    {
      entries,
      labels = {},
      annotations = {},
    }: {
      readonly entries: Readonly<Record<string, string>>;
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    },
  ): Promise<void> {
    const data = Object.fromEntries(
      Object.entries(entries).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
    );
    await this.flow.cluster.remove(ref(KINDS.Secret, name, namespace));
    await this.flow.cluster.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, labels, annotations },
      data,
    });
    await this.flow.settle();
  }
}
