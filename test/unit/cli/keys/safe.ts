import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { KINDS, ref } from '../../../../operator/api/kinds.ts';
import type { KubeObject } from '../../../../operator/api/object.ts';
import { exportKeys } from '../../../../operator/cli/keys/export.ts';
import { fingerprintKeys } from '../../../../operator/cli/keys/fingerprint.ts';
import { importKeys } from '../../../../operator/cli/keys/import.ts';
import { Flow } from '../../../support/flow.ts';

export const CERTIFICATES = 'test/support/certificates';
const NOW = Date.parse('2030-01-01T00:00:00Z');

/** An installation that is Ready, and the commands that handle its keys. */
export class Safe {
  readonly folder: string;
  /** Where exports go. */
  readonly file: string;
  readonly flow: Flow;
  readonly said = { out: '', error: '' };

  private constructor(folder: string, flow: Flow) {
    this.folder = folder;
    this.file = join(folder, 'keys.jwe');
    this.flow = flow;
  }

  static async open(): Promise<Safe> {
    const flow = new Flow();
    await flow.site();
    await flow.ask();
    return new Safe(await mkdtemp(join(tmpdir(), 'plane-keys-')), flow);
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }

  export(change: Partial<Parameters<typeof exportKeys>[0]> = {}, of = this.flow): Promise<number> {
    const asked = {
      namespace: 'plane',
      name: 'plane',
      certificate: `${CERTIFICATES}/ec-p256.crt.pem`,
      output: this.file,
      now: NOW,
      ...change,
    };
    return exportKeys(asked, of.cluster, this.#console());
  }

  import(change: Partial<Parameters<typeof importKeys>[0]> = {}, of = this.flow): Promise<number> {
    const asked = {
      file: this.file,
      key: `${CERTIFICATES}/ec-p256.key.pem`,
      namespace: undefined,
      name: undefined,
      ...change,
    };
    return importKeys(asked, of.cluster, this.#console());
  }

  async fingerprints(of = this.flow, output: 'text' | 'json' = 'text'): Promise<string> {
    this.said.out = '';
    const asked = { namespace: 'plane', name: 'plane', output };
    const status = await fingerprintKeys(asked, of.cluster, this.#console());
    return `${this.said.out}${status === 0 ? '' : `exit status ${status}`}`;
  }

  /** The one generated Secret; it has to be there. */
  async secret(of = this.flow): Promise<KubeObject> {
    const found = await of.get('Secret', 'plane-keys');
    if (found === undefined) throw new Error('there is no Secret plane-keys');
    return found;
  }

  lose(): Promise<unknown> {
    return this.flow.cluster.remove(ref(KINDS.Secret, 'plane-keys', 'plane'));
  }

  /** Somebody writes other values. */
  async put(values: Readonly<Record<string, string>>): Promise<void> {
    await this.flow.cluster.replace({ ...(await this.secret()), data: values });
  }

  #console(): { out: (text: string) => void; error: (text: string) => void } {
    return {
      out: (text) => {
        this.said.out += text;
      },
      error: (text) => {
        this.said.error += text;
      },
    };
  }
}

/** `data` of a Secret. */
export const data = ({ data: values }: KubeObject): Readonly<Record<string, string>> =>
  (values ?? {}) as Readonly<Record<string, string>>;
