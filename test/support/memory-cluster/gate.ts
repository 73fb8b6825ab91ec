import type { KubeObject, ObjectRef } from '../../../operator/api/object.ts';

/** One request that came in. `name` of the reference is empty for lists and watches. */
export interface Request {
  readonly verb: 'get' | 'list' | 'watch' | 'apply' | 'create' | 'replace' | 'delete' | 'version';
  readonly ref: ObjectRef;
  readonly manager?: string;
  readonly subresource?: 'status';
  readonly dryRun?: boolean;
  readonly object?: KubeObject;
}

/** A failure that waits for its request. */
export interface Fault {
  readonly fits: (request: Request) => boolean;
  readonly error: Error;
  /** How many requests fail. */
  readonly times: number;
  /** The request has its effect, and only the answer is lost. */
  readonly lost: boolean;
}

type Hook = ((request: Request) => void | Promise<void>) | undefined;
type Asked = Request & { readonly signal?: AbortSignal | undefined };

/** Where every request passes: it is written down, may be stopped, and may lose its answer. */
export class Gate {
  readonly requests: Request[] = [];
  readonly faults: Fault[] = [];
  before: Hook;
  after: Hook;

  note(request: Request): void {
    this.requests.push(request);
  }

  async pass<T>({ signal, ...request }: Asked, effect: () => T): Promise<T> {
    signal?.throwIfAborted();
    this.note(request);
    await this.before?.(request);
    signal?.throwIfAborted();
    const fault = this.#faultFor(request);
    if (fault?.lost === false) throw fault.error;
    const answer = effect();
    if (fault !== undefined) throw fault.error;
    await this.after?.(request);
    return answer;
  }

  #faultFor(request: Request): Fault | undefined {
    const at = this.faults.findIndex(({ fits }) => fits(request));
    const fault = this.faults[at];
    if (fault === undefined) return undefined;
    const left = fault.times - 1;
    this.faults.splice(at, 1, ...(left > 0 ? [{ ...fault, times: left }] : []));
    return fault;
  }
}
