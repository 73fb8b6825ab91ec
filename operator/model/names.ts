import { COMPONENT_LABEL, INSTALLATION_LABEL, MANAGED_BY } from '../api/group.ts';
import { shortDigest } from '../lib/digest.ts';
import type { Model } from './model.ts';

/** Longest name of an installation: leaves room for the longest part, a content digest and a pod's own suffix in 63 characters. */
export const MAX_INSTALLATION_NAME = 30;

/** Name of a child: the installation's name, then the part's or purpose's. */
export const childName = (model: Pick<Model, 'name'>, ...parts: readonly string[]): string =>
  [model.name, ...parts].join('-');

/** Name of a child that is never changed but replaced by another: it ends in a digest of its content. */
export const contentName = (model: Pick<Model, 'name'>, part: string, content: unknown): string =>
  childName(model, part, shortDigest(content));

/** Name of the Secret with the signed licence in force: the operator's own copy, judged before it is written. */
export const heldLicense = (model: Pick<Model, 'name'>): string => childName(model, 'license-held');

/** Labels of every child. */
export const labels = (
  model: Pick<Model, 'name' | 'product' | 'release'>,
  part: string,
): Readonly<Record<string, string>> => ({
  'app.kubernetes.io/name': model.product.toLowerCase(),
  'app.kubernetes.io/instance': model.name,
  [COMPONENT_LABEL]: part,
  'app.kubernetes.io/part-of': model.product.toLowerCase(),
  'app.kubernetes.io/version': model.release.version,
  'app.kubernetes.io/managed-by': MANAGED_BY,
  [INSTALLATION_LABEL]: model.name,
});

/** Labels that select the pods of a part: the subset that never changes. */
export const selector = (
  model: Pick<Model, 'name' | 'product'>,
  part: string,
): Readonly<Record<string, string>> => ({
  'app.kubernetes.io/name': model.product.toLowerCase(),
  'app.kubernetes.io/instance': model.name,
  [COMPONENT_LABEL]: part,
});

/** Name of a Service inside the cluster, resolvable under any cluster domain. */
export const serviceHost = (model: Pick<Model, 'name' | 'namespace'>, part: string): string =>
  `${childName(model, part)}.${model.namespace}.svc`;
