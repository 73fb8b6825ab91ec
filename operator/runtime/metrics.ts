import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { ControllerMetrics } from '../kube/controller.ts';
import type { QueueMetrics } from '../kube/queue.ts';

/** When the first certificate of one purpose of an installation ends. */
export interface CertificateEnd {
  readonly namespace: string;
  readonly name: string;
  readonly purpose: string;
  /** Since the epoch. */
  readonly seconds: number;
}

/** When the licence of an installation ends, and what it permits. */
export interface LicenseFigures {
  readonly namespace: string;
  readonly name: string;
  /** In seconds since the epoch. */
  readonly expires: number | undefined;
  readonly isDeclared: boolean;
  /** -1 is unlimited. */
  readonly limits: Readonly<Record<string, number>>;
}

/** Seconds, as controller-runtime cuts them. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const CONTROLLER = 'planeinstallation';

/** Every metric of the operator; the first ones under the names that dashboards for controller-runtime know. */
export class Metrics {
  readonly registry = new Registry();

  readonly #reconciles = this.#counter(
    'controller_runtime_reconcile_total',
    'Passes, by how they ended.',
    ['controller', 'result'],
  );
  readonly #reconcileTime = this.#histogram(
    'controller_runtime_reconcile_time_seconds',
    'Length of a pass.',
    ['controller'],
  );
  readonly #activeWorkers = this.#gauge(
    'controller_runtime_active_workers',
    'Workers in a pass now.',
    ['controller'],
  );
  readonly #depth = this.#gauge('workqueue_depth', 'Keys that are ready to be worked on.', [
    'name',
  ]);
  readonly #adds = this.#counter('workqueue_adds_total', 'Keys added.', ['name']);
  readonly #queueTime = this.#histogram(
    'workqueue_queue_duration_seconds',
    'Time from add to work.',
    ['name'],
  );
  readonly #workTime = this.#histogram(
    'workqueue_work_duration_seconds',
    'Time of work on a key.',
    ['name'],
  );
  readonly #retries = this.#counter(
    'workqueue_retries_total',
    'Keys added again after a failure.',
    ['name'],
  );
  readonly #unfinished = this.#gauge(
    'workqueue_unfinished_work_seconds',
    'Time of work that has not ended.',
    ['name'],
  );
  readonly #requests = this.#counter('rest_client_requests_total', 'Requests to the API server.', [
    'code',
    'method',
  ]);
  readonly #requestTime = this.#histogram(
    'rest_client_request_duration_seconds',
    'Length of a request.',
    ['verb'],
  );
  readonly #leader = this.#gauge('leader_election_master_status', '1 while this replica leads.', [
    'name',
  ]);
  readonly #lists = this.#counter(
    'plane_operator_lists_total',
    'Whole lists asked for by watches.',
    ['kind', 'why'],
  );
  readonly #watchFailures = this.#counter(
    'plane_operator_watch_failures_total',
    'Watch events that were not understood.',
    ['kind', 'where'],
  );
  readonly #silence = this.#gauge(
    'plane_operator_watch_silence_seconds',
    'Seconds since the last byte of a watch.',
    ['kind'],
  );

  readonly #certificates = this.#gauge(
    'plane_operator_certificate_not_after_seconds',
    'When the first certificate of a purpose ends, in seconds since the epoch.',
    ['namespace', 'name', 'purpose'],
  );

  readonly #licenseEnds = this.#gauge(
    'plane_license_expiry_timestamp_seconds',
    'When the licence ends, in seconds since the epoch; declared: an administrator has said so.',
    ['namespace', 'name', 'declared'],
  );
  readonly #licenseLimits = this.#gauge(
    'plane_license_limit',
    'What the licence permits; -1 is unlimited.',
    ['namespace', 'name', 'limit'],
  );

  readonly #refusals = this.#counter(
    'plane_operator_refusals_total',
    'Places that lead outside, or are not proven to stay inside, by the rule that refused them.',
    ['rule'],
  );

  refused(rule: string): void {
    this.#refusals.inc({ rule });
  }

  listed(kind: string, why: 'start' | 'expired'): void {
    this.#lists.inc({ kind, why });
  }

  failed(kind: string, where: string): void {
    this.#watchFailures.inc({ kind, where });
  }

  unfinished(seconds: number): void {
    this.#unfinished.set({ name: CONTROLLER }, seconds);
  }

  /** What a controller tells. */
  controller(): ControllerMetrics {
    return {
      reconciled: (result, seconds) => {
        this.#reconciles.inc({ controller: CONTROLLER, result });
        this.#reconcileTime.observe({ controller: CONTROLLER }, seconds);
      },
      activeWorkers: (count) => {
        this.#activeWorkers.set({ controller: CONTROLLER }, count);
      },
    };
  }

  /** What a queue tells. */
  queue(): QueueMetrics {
    const name = CONTROLLER;
    return {
      depth: (count) => {
        this.#depth.set({ name }, count);
      },
      added: () => {
        this.#adds.inc({ name });
      },
      queued: (seconds) => {
        this.#queueTime.observe({ name }, seconds);
      },
      worked: (seconds) => {
        this.#workTime.observe({ name }, seconds);
      },
      retried: () => {
        this.#retries.inc({ name });
      },
    };
  }

  requested(method: string, code: number, seconds: number): void {
    this.#requests.inc({ code: String(code), method });
    this.#requestTime.observe({ verb: method }, seconds);
  }

  leading(leads: boolean): void {
    this.#leader.set({ name: 'plane-operator' }, leads ? 1 : 0);
  }

  silence(kind: string, seconds: number): void {
    this.#silence.set({ kind }, seconds);
  }

  /** Replaces all that was said of certificates: installations come and go. */
  certificates(ends: Iterable<CertificateEnd>): void {
    this.#certificates.reset();
    for (const { namespace, name, purpose, seconds } of ends)
      this.#certificates.set({ namespace, name, purpose }, seconds);
  }

  /** Replaces all that was said of licences. */
  licenses(all: Iterable<LicenseFigures>): void {
    this.#licenseEnds.reset();
    this.#licenseLimits.reset();
    for (const { namespace, name, expires, isDeclared, limits } of all) {
      if (expires !== undefined)
        this.#licenseEnds.set({ namespace, name, declared: String(isDeclared) }, expires);
      for (const [limit, amount] of Object.entries(limits))
        this.#licenseLimits.set({ namespace, name, limit }, amount);
    }
  }

  #counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  #gauge(name: string, help: string, labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  #histogram(name: string, help: string, labelNames: string[]): Histogram {
    return new Histogram({ name, help, labelNames, buckets: BUCKETS, registers: [this.registry] });
  }
}
