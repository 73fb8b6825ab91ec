import type { KubeObject } from '../../../api/object.ts';
import { serviceHost } from '../../../model/names.ts';
import type { Inputs } from '../../product.ts';
import { config, secret } from '../../shared/objects.ts';
import { isTrial } from '../model.ts';
import type { TenantPlaneModel } from '../model.ts';
import { secretNames, USER } from '../secrets.ts';
import { aiSecrets, aiVariables } from './ai.ts';
import { licenseSecrets, licenseVariables } from './license.ts';

/** Where the server looks for bundles of edge agents: the product's own default. */
export const BUNDLE_FOLDER = '/app/edge-bundles';

/**
 * What the server reads. Only variables that the vendor's page documents; CONTROL_PLANE_BASE_URL is never among them,
 * and OPENAI_API_KEY would be a public service's.
 */
export const environment = (model: TenantPlaneModel, inputs: Inputs): readonly KubeObject[] => [
  config(model, 'server-vars', {
    TENANT_ID: model.own.tenantId,
    ATLASAI_OFFLINE_MODE: '1',
    ...licenseVariables(inputs),
    ...aiVariables(model.own),
    ...(model.own.edgeAgents === undefined ? {} : { ATLAS_EDGE_BUNDLE_DIR: BUNDLE_FOLDER }),
  }),
  secret(model, 'server-secrets', {
    JWT_SECRET: inputs.value(secretNames(model).keys, 'JWT_SECRET'),
    ENCRYPTION_KEY: inputs.value(secretNames(model).keys, 'ENCRYPTION_KEY'),
    ...databaseSecrets(model, inputs),
    ...licenseSecrets(model, inputs),
    ...aiSecrets(model.own, inputs),
  }),
];

/** Left out where it is tried out: the product then takes SQLite. */
const databaseSecrets = (
  model: TenantPlaneModel,
  inputs: Inputs,
): Readonly<Record<string, string>> =>
  isTrial(model) ? {} : { TENANT_PLANE_DATABASE_URL: databaseUrl(model, inputs) };

/** Connection URL of the database, its password percent-encoded. */
export function databaseUrl(model: TenantPlaneModel, inputs: Inputs): string {
  const { database } = model;
  if (database.kind === 'external') return inputs.value(database.secret.name, database.secret.key);
  const password = encodeURIComponent(inputs.value(secretNames(model).postgres, 'password'));
  return `postgresql://${USER}:${password}@${serviceHost(model, 'postgres')}:5432/${USER}`;
}
