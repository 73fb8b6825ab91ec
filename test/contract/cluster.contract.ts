import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe } from 'vitest';

import { applyContract } from './apply.contract.ts';
import { fidelityContract } from './fidelity.contract.ts';
import { lifecycleContract } from './lifecycle.contract.ts';
import { listContract } from './list.contract.ts';
import type { Exam, Subject } from './subject.ts';
import { watchContract } from './watch.contract.ts';

/** One exam for every implementation of the `Cluster` port: the answers are those of a real API server. */
export function clusterContract(name: string, open: () => Promise<Subject>): void {
  describe(`${name} keeps the Cluster contract`, () => {
    let opened: Subject | undefined;
    beforeAll(async () => {
      opened = await open();
    }, 600_000);
    afterAll(() => opened?.close(), 60_000);

    const exam: Exam = {
      subject: () => opened!,
      fresh: () => `c-${randomUUID().slice(0, 8)}`,
    };
    lifecycleContract(exam);
    applyContract(exam);
    fidelityContract(exam);
    listContract(exam);
    watchContract(exam);
  });
}
