import { isDeepStrictEqual } from 'node:util';

import { refOf } from '../../../operator/api/object.ts';
import type { KubeObject, ManagedFields, ObjectMeta } from '../../../operator/api/object.ts';
import type { Clock } from '../../../operator/ports/clock.ts';
import {
  alreadyExists,
  badRequest,
  conflict,
  invalid,
  notFound,
  unknownFailure,
} from './answers.ts';
import { customProblems } from './crd.ts';
import { applyTypeError, decode, decodeError } from './decode.ts';
import { refuseNamespace, refuseResize } from './admission.ts';
import { EMPTY, difference, isEmpty } from './field-set.ts';
import type { Ids } from './ids.ts';
import { metadataProblems, updateProblems } from './immutable.ts';
import type { KindTraits, Kinds } from './kinds.ts';
import { UNMANAGED, decodeManaged, encodeManaged, managerKey, withoutTimes } from './managers.ts';
import type { Manager } from './managers.ts';
import { applyConfig, updateManaged } from './merge.ts';
import type { Managed } from './merge.ts';
import { zeroOf } from './normalise.ts';
import { prepareCreate, templateLabels } from './prepare.ts';
import { aged, filterOf, scoped } from './scope.ts';
import { refuseStale } from './stale.ts';
import type { Store } from './store.ts';
import { omit } from './typed.ts';
import { objectProblems } from './validate.ts';

export interface WriteOptions {
  readonly manager: string;
  readonly subresource?: 'status' | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface Write extends WriteOptions {
  readonly traits: KindTraits;
  readonly live: KubeObject | undefined;
  /** The object as wanted, before defaults. */
  readonly object: KubeObject;
  readonly managed: Managed;
  /** Key of the writing manager. */
  readonly writer: string;
}

export interface World {
  readonly store: Store;
  readonly kinds: Kinds;
  readonly ids: Ids;
  readonly clock: Pick<Clock, 'now'>;
}

/** Seconds, as `metav1.Time` has them. */
export const timestamp = (clock: Pick<Clock, 'now'>): string =>
  new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');

/** Everything that writes an object: apply, create and update, as the API server does them. */
export class Writer {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** A forced server-side apply. */
  apply(config: KubeObject, options: WriteOptions): KubeObject {
    const ref = refOf(config);
    const traits = this.#world.kinds.traits(ref);
    const live = this.#world.store.get(ref);
    if (live === undefined && options.subresource !== undefined) throw notFound(ref);
    if (config.metadata.managedFields !== undefined) {
      throw badRequest('metadata.managedFields must be nil');
    }
    const wrong = applyTypeError(traits, config, ref);
    if (wrong !== undefined) throw wrong;
    if (live === undefined && config.metadata.uid !== undefined) {
      const why = `uid mismatch: the provided object specified uid ${config.metadata.uid}, and no existing object was found`;
      throw conflict(ref, why);
    }
    const writer = managerKey({ ...named(options), operation: 'Apply' });
    const filter = filterOf(traits, options.subresource);
    const applied = applyConfig({
      type: traits.type,
      live: live === undefined ? zeroOf(traits.type) : withoutManagers(live),
      config,
      managed: this.#managedBefore(traits, live),
      manager: writer,
      filter,
    });
    const object = applied.object as KubeObject;
    return this.#finish({ ...options, traits, live, object, managed: applied.managed, writer });
  }

  /** What nobody manages is managed by `before-first-apply` from the first apply on. */
  #managedBefore(traits: KindTraits, live: KubeObject | undefined): Managed {
    const managed = decodeManaged(live?.metadata.managedFields);
    if (live === undefined || managed.size > 0) return managed;
    const manager = managerKey({ name: 'before-first-apply', operation: 'Update' });
    const all = updateManaged({
      type: traits.type,
      live: zeroOf(traits.type),
      object: withoutManagers(live),
      managed,
      manager,
      filter: (set) => difference(set, UNMANAGED),
    });
    return all;
  }

  create(given: KubeObject, options: WriteOptions): KubeObject {
    const object = this.#withName(given);
    const ref = refOf(object);
    const traits = this.#world.kinds.traits(ref);
    const wrong = decodeError(traits, object, ref);
    if (wrong !== undefined) throw wrong;
    if (this.#world.store.get(ref) !== undefined) throw alreadyExists(ref);
    if (object.metadata.resourceVersion !== undefined) {
      throw unknownFailure('resourceVersion should not be set on objects to be created');
    }
    return this.#update(object, { ...options, traits, live: undefined });
  }

  /** Replaces an object, or its status alone. */
  replace(object: KubeObject, options: WriteOptions): KubeObject {
    const ref = refOf(object);
    const traits = this.#world.kinds.traits(ref);
    const live = this.#world.store.get(ref);
    const wrong = decodeError(traits, object, ref);
    if (wrong !== undefined) throw wrong;
    refuseStale(traits, object, live);
    return this.#update(object, { ...options, traits, live });
  }

  /** A write of the whole object: its managers are told from what changed. */
  #update(object: KubeObject, options: WriteOptions & Pick<Write, 'traits' | 'live'>): KubeObject {
    const { traits, live, subresource } = options;
    const decoded = decode(traits, object);
    const writer = managerKey({ ...named(options), operation: 'Update' });
    const before = decodeManaged(live?.metadata.managedFields);
    // An object that nobody manages stays so (internal/skipnonapplied.go).
    if (live !== undefined && before.size === 0) {
      return this.#finish({ ...options, object, managed: before, writer });
    }
    const managed = updateManaged({
      type: traits.type,
      live: live === undefined ? zeroOf(traits.type) : withoutManagers(live),
      object: live === undefined ? withJobLabels(decoded) : withoutManagers(decoded),
      managed: before,
      manager: writer,
      filter: filterOf(traits, subresource),
    });
    return this.#finish({ ...options, object, managed, writer });
  }

  #finish(write: Write): KubeObject {
    const { traits, live, dryRun = false } = write;
    const decoded = decode(traits, scoped(write));
    const object = live === undefined ? this.#born(decoded, traits) : aged(decoded, live, write);
    this.#refuse(object, write);
    const managedFields = this.#encode(object, write);
    const whole = { ...object, metadata: { ...object.metadata, managedFields } };
    if (live !== undefined && isSame(whole, live)) return live;
    if (dryRun) return whole;
    if (!isFinished(whole)) return this.#world.store.put(whole);
    this.#world.store.drop(refOf(whole));
    return whole;
  }

  #encode(object: KubeObject, { managed, live, writer }: Write): readonly ManagedFields[] {
    const mine = difference(managed.get(writer) ?? EMPTY, UNMANAGED);
    const entries = new Map(
      [...new Map([...managed, [writer, mine]])].filter(([, set]) => !isEmpty(set)),
    );
    return encodeManaged(entries, {
      apiVersion: object.apiVersion,
      before: live?.metadata.managedFields ?? [],
      writer,
      time: timestamp(this.#world.clock),
    });
  }

  /** System fields of a new object (rest/create.go, rest.FillObjectMetaSystemFields). */
  #born(object: KubeObject, traits: KindTraits): KubeObject {
    const { store, ids, clock } = this.#world;
    refuseNamespace(store, refOf(object));
    const given = omit(object.metadata, 'resourceVersion', 'deletionTimestamp');
    const metadata: ObjectMeta = {
      ...given,
      uid: ids.uid(),
      creationTimestamp: timestamp(clock),
      ...(traits.generation === 'none' ? {} : { generation: 1 }),
    };
    return prepareCreate({ ...object, metadata }, { store, ids });
  }

  #refuse(object: KubeObject, { live, object: wanted, traits }: Write): void {
    const ref = refOf(object);
    const version = wanted.metadata.resourceVersion;
    if (live !== undefined && version !== undefined && version !== live.metadata.resourceVersion) {
      throw conflict(ref, STALE);
    }
    const problems =
      traits.custom === undefined
        ? [...(live === undefined ? [] : updateProblems(live, object)), ...objectProblems(object)]
        : [
            ...(live === undefined ? [] : metadataProblems(live, object)),
            ...customProblems(traits.custom.schema, object),
          ];
    if (problems.length > 0) throw invalid(ref, problems);
    if (live !== undefined) refuseResize(this.#world.store, live, object);
  }

  #withName(object: KubeObject): KubeObject {
    const { generateName } = object.metadata as { readonly generateName?: string };
    if ((object.metadata.name as string | undefined) || generateName === undefined) return object;
    const name = `${generateName}${this.#world.ids.suffix()}`;
    return { ...object, metadata: { ...object.metadata, name } };
  }
}

const STALE =
  'the object has been modified; please apply your changes to the latest version and try again';

const named = ({ manager, subresource }: WriteOptions): Pick<Manager, 'name' | 'subresource'> => ({
  name: manager,
  subresource,
});

/** Labels that a Job takes over from its template are managed by who created it. */
function withJobLabels(object: KubeObject): KubeObject {
  const labels = templateLabels(object);
  if (object.kind !== 'Job' || object.metadata.labels !== undefined) return withoutManagers(object);
  return { ...object, metadata: { ...omit(object.metadata, 'managedFields'), labels } };
}

const withoutManagers = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: omit(object.metadata, 'managedFields'),
});

/** Times of managers alone are no change (fieldmanager.IgnoreManagedFieldsTimestampsTransformer). */
const isSame = (a: KubeObject, b: KubeObject): boolean =>
  isDeepStrictEqual(withoutManagers(a), withoutManagers(b)) &&
  isDeepStrictEqual(withoutTimes(a.metadata.managedFields), withoutTimes(b.metadata.managedFields));

/** Whether nothing holds an object back that is being deleted. */
const isFinished = ({ kind, metadata }: KubeObject): boolean =>
  kind !== 'Namespace' &&
  metadata.deletionTimestamp !== undefined &&
  (metadata.finalizers ?? []).length === 0;
