import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';

export type Labels = Readonly<Record<string, string>>;

/**
 * How the fake nodes treat pods; a selector narrows it to the pods with these labels.
 *
 * - `fast`: ready at once, and pods of a Job succeed at once.
 * - `slow`: pending for so long before they are ready.
 * - `stuck`: never more than scheduled, as when an image cannot be pulled.
 * - `jobs: fail`: every container of a Job's pod ends with this exit code.
 */
export type PodPace =
  | { readonly pods: 'fast' }
  | { readonly pods: 'slow'; readonly milliseconds: number; readonly selector?: Labels }
  | { readonly pods: 'stuck'; readonly selector?: Labels }
  | { readonly jobs: 'fail'; readonly exitCode: number; readonly selector?: Labels };

interface Expression {
  readonly cel: { readonly expression: string };
}

interface Stage {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly selector: { readonly matchExpressions: readonly unknown[] };
    readonly delay?: { readonly durationMilliseconds: number };
    readonly next?: { readonly statusTemplate?: string };
  };
}

const FOLDERS = ['stage/node/fast', 'stage/pod/fast', 'stage/volume/fast'];
/** What kwok says a pod uses, for whoever measures: its annotations, else next to nothing. */
const USAGE = ['metrics/resource', 'metrics/usage'];

/** Writes kwok's configuration: its own stages and metrics, with the pace's exceptions worked in. */
export async function writePace(kwok: string, file: string, pace: PodPace): Promise<void> {
  const stages = (await shipped(kwok, FOLDERS)).filter(isStage);
  const usage = await shipped(kwok, USAGE);
  const all = [...stages.flatMap((stage) => paced(stage, pace)), ...usage];
  await writeFile(file, all.map((object) => JSON.stringify(object)).join('\n---\n'));
}

const isStage = (object: object): object is Stage => 'kind' in object && object.kind === 'Stage';

/** Objects of kwok's API in these folders of its module. */
async function shipped(kwok: string, folders: readonly string[]): Promise<readonly object[]> {
  const objects: { readonly apiVersion: string }[] = [];
  for (const folder of folders) {
    const path = join(kwok, 'kustomize', folder);
    for (const name of (await readdir(path)).filter((each) => each.endsWith('.yaml')))
      objects.push(load(await readFile(join(path, name), 'utf8')) as (typeof objects)[number]);
  }
  return objects.filter(({ apiVersion }) => apiVersion.startsWith('kwok.x-k8s.io/'));
}

function paced(stage: Stage, pace: PodPace): readonly Stage[] {
  const { name } = stage.metadata;
  if (name === 'pod-ready' && 'pods' in pace) return readyAt(stage, pace);
  if (name === 'pod-complete' && 'jobs' in pace) {
    const failed = renamed(when(stage, matches(pace.selector)), 'pod-fail');
    return [when(stage, `!${matches(pace.selector)}`), failing(failed, pace.exitCode)];
  }
  return [stage];
}

function readyAt(
  stage: Stage,
  pace: Extract<PodPace, { readonly pods: string }>,
): readonly Stage[] {
  if (pace.pods === 'fast') return [stage];
  const others = when(stage, `!${matches(pace.selector)}`);
  if (pace.pods === 'stuck') return [others];
  const slow = renamed(when(stage, matches(pace.selector)), 'pod-ready-slow');
  const delay = { durationMilliseconds: pace.milliseconds };
  return [others, { ...slow, spec: { ...slow.spec, delay } }];
}

const renamed = (stage: Stage, name: string): Stage => ({ ...stage, metadata: { name } });

function when(stage: Stage, expression: string): Stage {
  const added: Expression = { cel: { expression } };
  const matchExpressions = [...stage.spec.selector.matchExpressions, added];
  return { ...stage, spec: { ...stage.spec, selector: { matchExpressions } } };
}

function matches(selector: Labels = {}): string {
  if (Object.keys(selector).length === 0) return 'true';
  const terms = Object.entries(selector).map(([key, value]) => {
    const [label, wanted] = [JSON.stringify(key), JSON.stringify(value)];
    return `(${label} in self.metadata.labels && self.metadata.labels[${label}] == ${wanted})`;
  });
  return `(${['has(self.metadata.labels)', ...terms].join(' && ')})`;
}

function failing(stage: Stage, exitCode: number): Stage {
  const statusTemplate = stage.spec.next?.statusTemplate
    ?.replace('exitCode: 0', `exitCode: ${exitCode}`)
    .replace('reason: Completed', 'reason: Error')
    .replace('phase: Succeeded', 'phase: Failed');
  if (statusTemplate === undefined) throw new Error('Cannot make Jobs fail: kwok has other stages');
  return { ...stage, spec: { ...stage.spec, next: { statusTemplate } } };
}
