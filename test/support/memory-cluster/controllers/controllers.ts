import type { KubeObject, ObjectRef } from '../../../../operator/api/object.ts';
import type { World, Writer } from '../writer.ts';
import { issueCertificate } from './certificate.ts';
import { tendClaim } from './claim.ts';
import { rollOutDeployment } from './deployment.ts';
import { collectGarbage } from './garbage.ts';
import { Hands } from './hands.ts';
import type { HoldState } from './hands.ts';
import { runJob } from './job.ts';
import { rollOutStatefulSet } from './stateful-set.ts';

export type { HoldState } from './hands.ts';

/** More rounds than any honest change needs. */
const ENOUGH = 100;

const BY_KIND: readonly (readonly [string, (hands: Hands, object: KubeObject) => void])[] = [
  ['Certificate', issueCertificate],
  ['Deployment', rollOutDeployment],
  ['StatefulSet', rollOutStatefulSet],
  ['Job', runJob],
];

/** The controllers that a cluster brings along, as far as an operator sees their work. */
export class Controllers {
  readonly #hands: Hands;
  #isRunning = false;

  constructor(world: World, writer: Writer) {
    this.#hands = new Hands(world, writer);
  }

  hold(ref: ObjectRef, state: HoldState | undefined): void {
    this.#hands.hold(ref, state);
  }

  set failJobs(fails: (object: KubeObject) => boolean) {
    this.#hands.failJobs = fails;
  }

  /** Runs until nothing changes; says whether anything did. */
  run(): boolean {
    if (this.#isRunning) return false;
    this.#isRunning = true;
    try {
      return this.#rounds();
    } finally {
      this.#isRunning = false;
    }
  }

  #rounds(): boolean {
    const { store } = this.#hands.world;
    const start = store.version;
    for (let round = 0; round < ENOUGH; round += 1) {
      const before = store.version;
      this.#round();
      if (store.version === before) return before !== start;
    }
    throw new Error(`Cannot settle: pretend controllers still write after ${ENOUGH} rounds`);
  }

  #round(): void {
    this.#emptyNamespaces();
    collectGarbage(this.#hands);
    for (const [kind, tend] of BY_KIND) {
      for (const object of this.#hands.living(kind)) tend(this.#hands, object);
    }
    for (const claim of this.#hands.world.store.list('PersistentVolumeClaim')) {
      tendClaim(this.#hands, claim);
    }
  }

  /** A namespace that is being deleted goes when nothing is left in it. */
  #emptyNamespaces(): void {
    const { store } = this.#hands.world;
    for (const namespace of store.list('Namespace')) {
      if (namespace.metadata.deletionTimestamp === undefined) continue;
      const content = store.list(undefined, namespace.metadata.name);
      for (const object of content) {
        if (object.metadata.deletionTimestamp === undefined) this.#hands.delete(object);
      }
      if (content.length === 0) this.#hands.drop(namespace);
    }
  }
}
