import { API_VERSION, STATUS_MANAGER } from '../api/group.ts';
import { OperatorError } from '../lib/errors.ts';
import type { InstallationStatus } from '../api/status.ts';
import type { Installation } from '../observe/installation.ts';
import { isApiError } from '../ports/api-error.ts';
import { project, sameStatus } from '../status/project.ts';
import type { Report } from '../status/report.ts';
import { hold, tearDown } from './finalize.ts';
import { lostNodes } from './lost-nodes.ts';
import { pass } from './pass.ts';
import { regarding, tellFindings } from './tell.ts';
import type { Mind, World } from './world.ts';

/** When the key is to be visited again without news, in milliseconds. */
export interface Next {
  readonly requeueAfterMs?: number;
}

/** How often something that no watch tells about is looked for again. */
const RECHECK = 15_000;
/** Longest time between two visits that are planned, in milliseconds. */
const LONGEST = 20 * 86_400_000;
/** How often pods are counted during a teardown. */
const RECOUNT = 1_000;

/** One visit to one resource: read, pass, patch status once, choose the next visit. */
export async function visit(key: string, world: World, signal?: AbortSignal): Promise<Next> {
  const [namespace = '', name = ''] = key.split('/');
  const installation = world.cache.installation(namespace, name);
  if (installation === undefined) return forget(world);
  const mind = world.minds.of(installation.uid);
  if (installation.deleting !== undefined) return end(installation, mind, world);

  await hold(installation, world);
  const report = await attempt(installation, { world, mind, signal });
  await show(installation, report.report, { world, mind });
  if (report.error !== undefined) throw report.error;
  return next(report);
}

interface Attempt {
  readonly report: Report;
  /** When to look again at what no watch tells about, in milliseconds. */
  readonly againMs: number | undefined;
  readonly error: Error | undefined;
}

/** A pass, with what the world did to it turned into a report, so that status tells it too. */
async function attempt(
  installation: Installation,
  {
    world,
    mind,
    signal,
  }: { readonly world: World; readonly mind: Mind; readonly signal: AbortSignal | undefined },
): Promise<Attempt> {
  try {
    const { report, next: at } = await pass({
      installation,
      world,
      mind,
      ...(signal === undefined ? {} : { signal }),
    });
    const { findings, againMs } = await lostNodes(installation, world);
    return {
      report: { ...report, findings: [...report.findings, ...findings] },
      againMs: sooner(againMs, at === undefined ? undefined : at - world.clock.now()),
      error: undefined,
    };
  } catch (cause) {
    const error =
      cause instanceof Error
        ? cause
        : new OperatorError('ERR_NOT_CONNECTED', 'Cannot finish a pass', { cause });
    world.log.warn(
      { installation: `${installation.namespace}/${installation.name}`, err: error },
      'pass failed',
    );
    return {
      report: { kind: 'failed', tended: undefined, findings: [], message: error.message },
      againMs: undefined,
      error,
    };
  }
}

/** The sooner of two waits, in milliseconds, bounded: timers end at 24 days, and looking once more costs no request. */
function sooner(a: number | undefined, b: number | undefined): number | undefined {
  const waits = [a, b].filter((wait) => wait !== undefined);
  return waits.length === 0 ? undefined : Math.max(0, Math.min(LONGEST, ...waits));
}

/** Writes status when it says something new, and an event when the resource was refused or began to wait. */
async function show(
  installation: Installation,
  report: Report,
  { world, mind }: { readonly world: World; readonly mind: Mind },
): Promise<void> {
  if (mind.written?.resourceVersion === installation.resourceVersion) mind.written = undefined;
  const before = mind.written?.status ?? installation.status;
  const now = `${new Date(world.clock.now()).toISOString().slice(0, 19)}Z`;
  const projected = project(report, { generation: installation.generation, status: before, now });
  const status = report.kind === 'failed' ? afterFailure(before, projected) : projected;
  if (sameStatus(before, status)) return;
  const { resourceVersion } = await world.cluster.apply(
    {
      apiVersion: API_VERSION,
      kind: 'PlaneInstallation',
      metadata: {
        name: installation.name,
        namespace: installation.namespace,
        uid: installation.uid,
      },
      status,
    },
    { manager: STATUS_MANAGER, subresource: 'status' },
  );
  mind.written = { status, resourceVersion };
  tellFindings(installation, { before: before?.findings, after: report }, world);
  announce(installation, { before: summary(before), after: summary(status) }, world);
}

/** A failed pass knows only that it failed: everything else stays as it was said before. */
function afterFailure(
  before: Installation['status'],
  failed: InstallationStatus,
): InstallationStatus {
  const said = new Set(['Ready', 'Reconciling']);
  const conditions = [
    ...(failed.conditions ?? []).filter(({ type }) => said.has(type)),
    ...(before?.conditions ?? []).filter(({ type }) => !said.has(type) && type !== 'Stalled'),
  ];
  return before === undefined ? failed : { ...before, conditions };
}

const summary = (
  status: Installation['status'],
): { readonly status: string; readonly reason: string; readonly message: string } => {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return {
    status: ready?.status ?? 'Unknown',
    reason: ready?.reason ?? '',
    message: ready?.message ?? '',
  };
};

function announce(
  installation: Installation,
  {
    before,
    after,
  }: { readonly before: ReturnType<typeof summary>; readonly after: ReturnType<typeof summary> },
  { events, log }: World,
): void {
  if (
    before.reason === after.reason &&
    (before.message === after.message || after.reason === 'Progressing')
  )
    return;
  log.info(
    {
      installation: `${installation.namespace}/${installation.name}`,
      ready: after.status,
      reason: after.reason,
    },
    'status changed',
  );
  const warns = [
    'Refused',
    'Waiting',
    'MigrationFailed',
    'NodeLost',
    'ProgressingWithRetry',
  ].includes(after.reason);
  const reason = after.reason === 'ProgressingWithRetry' ? 'PassFailed' : after.reason;
  events.record({
    regarding: regarding(installation),
    type: warns ? 'Warning' : 'Normal',
    reason: reason as 'Refused',
    action: 'Reconcile',
    note: after.message,
  });
}

async function end(installation: Installation, mind: Mind, world: World): Promise<Next> {
  if (mind.ended) return {};
  const teardown = await tearDown(installation, world);
  mind.ended = teardown.kind === 'done';
  if (teardown.kind === 'done') return {};
  try {
    await show(
      installation,
      { kind: 'deleting', tended: undefined, findings: [], message: teardown.message },
      { world, mind },
    );
  } catch (error) {
    if (!isApiError(error, 'NotFound', 'Conflict', 'Invalid')) throw error;
  }
  return { requeueAfterMs: RECOUNT };
}

function forget(world: World): Next {
  world.minds.keep(new Set([...world.cache.installations()].map(({ uid }) => uid)));
  return {};
}

/** Quotas, admission rules, nodes and issuers of a cluster without cert-manager are not watched: what waits for them is looked at again. */
function next({ report, againMs }: Attempt): Next {
  const unseen = report.findings.some(
    ({ rule }) => rule === 'IssuerMissing' || rule === 'ApplyRefused' || rule === 'ForeignObject',
  );
  const waits = [againMs, unseen ? RECHECK : undefined].filter((wait) => wait !== undefined);
  return waits.length === 0 ? {} : { requeueAfterMs: Math.min(...waits) };
}
