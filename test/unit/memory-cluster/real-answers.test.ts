import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { ApiError } from '../../../operator/ports/api-error.ts';
import { MemoryCluster } from '../../support/memory-cluster/memory-cluster.ts';
import { comparable } from './answer.ts';
import type { Answer } from './answer.ts';
import { CASES } from './cases.ts';
import { NAMESPACE } from './step.ts';
import type { Step } from './step.ts';

const recorded = readFileSync(new URL('real-1.33.ndjson', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Answer);

/** Messages that print values in Go's own notation, or name a UID. */
const IN_GO = /core\.|apps\.|v1\.|\[\]uint8|UID in object meta/;

function answerOf(cluster: MemoryCluster, { verb, manager, object }: Step): Answer {
  try {
    if (verb === 'create') return { object: comparable(cluster.seed(object, manager)) };
    if (verb === 'replace') return { object: comparable(cluster.replaceAs(manager, object)) };
    const subresource = verb === 'status' ? 'status' : undefined;
    return { object: comparable(cluster.applyAs(manager, object, subresource)) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, reason, message, causes } = error;
    const told = causes.map((cause) => ({ field: cause.field ?? '', reason: cause.reason ?? '' }));
    return { error: { code, reason, message, causes: told } };
  }
}

const withoutGo = (answer: Answer): Answer =>
  'error' in answer && IN_GO.test(answer.error.message)
    ? { error: { ...answer.error, message: '' } }
    : answer;

describe('MemoryCluster answers like a 1.33 API server', () => {
  let first = 0;
  for (const steps of CASES) {
    const [real, name] = [
      recorded.slice(first, first + steps.length),
      steps[0]!.object.metadata.name,
    ];
    first += steps.length;
    test(`${name} and what follows`, () => {
      const cluster = new MemoryCluster({ namespaces: [NAMESPACE], automatic: false });
      for (const [index, step] of steps.entries()) {
        const expected = real[index]!;
        const actual = answerOf(cluster, step);
        const blind =
          'error' in actual && withoutGo(expected) !== expected
            ? { error: { ...actual.error, message: '' } }
            : actual;
        expect(blind, `step ${index}`).toEqual(withoutGo(expected));
      }
    });
  }

  test('every recorded answer is compared', () => {
    expect(recorded).toHaveLength(CASES.flat().length);
  });
});
