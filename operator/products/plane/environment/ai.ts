import type { KubeObject } from '../../../api/object.ts';
import type { Inputs } from '../../product.ts';
import { config, secret } from '../../shared/objects.ts';
import { aiDatabaseUrl, amqpUrl, databaseUrl, redisUrl } from '../connections.ts';
import type { PlaneModel } from '../model.ts';
import { secretNames } from '../secrets.ts';
import { searchDimension } from './search.ts';
import { NOBODY_LISTENS } from './switched-off.ts';
import { inside, outside } from './urls.ts';

/** `spec.plane.ai`, set. */
export type Ai = NonNullable<PlaneModel['own']['ai']>;
type Embeddings = NonNullable<Ai['embeddings']>;

/** The product wants a key that is not empty, whether the API looks at it or not. */
const NO_KEY = 'none';

/** What Plane AI alone reads; none where it is off. */
export const aiSources = (model: PlaneModel, inputs: Inputs): readonly KubeObject[] => {
  const { ai } = model.own;
  if (ai === undefined) return [];
  return [
    config(model, 'pi-api-vars', variables(model, ai)),
    secret(model, 'pi-api-secrets', secrets(model, ai, inputs)),
  ];
};

const variables = (model: PlaneModel, ai: Ai): Readonly<Record<string, string>> => ({
  ...SETTINGS,
  LIVE_BASE_URL: `${inside(model, 'live')}/`,
  LIVE_BASE_PATH: '/live',
  FEATURE_FLAG_SERVER_BASE_URL: inside(model, 'monitor'),
  PLANE_INTERNAL_API_HOST: inside(model, 'api'),
  PLANE_API_HOST: outside(model),
  PLANE_FRONTEND_URL: outside(model),
  // Only the scheme that is served, as for the API.
  CORS_ALLOWED_ORIGINS: outside(model),
  PI_BASE_PATH: '/pi',
  PLANE_OAUTH_REDIRECT_URI: `${outside(model)}/pi/api/v1/oauth/callback/`,
  ...PROVIDERS,
  CUSTOM_LLM_ENABLED: 'true',
  CUSTOM_LLM_PROVIDER: 'openai',
  CUSTOM_LLM_BASE_URL: ai.model.url,
  CUSTOM_LLM_MODEL_KEY: ai.model.name,
  CUSTOM_LLM_NAME: ai.model.displayName ?? ai.model.name,
  CUSTOM_LLM_MAX_TOKENS: String(ai.model.maxTokens ?? 128_000),
  // Of the other kind of custom model, which is a service on the internet.
  CUSTOM_LLM_AWS_REGION: '',
  ...(ai.embeddings === undefined ? {} : vectors(model, ai.embeddings)),
});

const vectors = (
  model: PlaneModel,
  { model: name, modelID, endpoint }: Embeddings,
): Readonly<Record<string, string>> => ({
  EMBEDDING_MODEL: name,
  OPENSEARCH_ML_MODEL_ID: modelID ?? '',
  OPENSEARCH_EMBEDDING_DIMENSION: searchDimension(model),
  ...(endpoint === undefined ? {} : { OPENAI_BASE_URL: endpoint.url }),
});

/** The vendor's values, but for the level of the log, which is DEBUG there and tells what people ask. */
const SETTINGS = {
  DEBUG: '0',
  LOG_LEVEL: 'INFO',
  FASTAPI_APP_HOST: '0.0.0.0',
  FASTAPI_APP_WORKERS: '1',
  PLANE_OAUTH_STATE_EXPIRY_SECONDS: '82800',
  AI_USAGE_AGENT_MAX_TOKENS_BUDGET: '',
  AI_USAGE_ENFORCEMENT_ENABLED: '1',
  CELERY_VECTOR_SYNC_ENABLED: '0',
  CELERY_VECTOR_SYNC_INTERVAL: '3',
  CELERY_WORKSPACE_PLAN_SYNC_ENABLED: '0',
  CELERY_WORKSPACE_PLAN_SYNC_INTERVAL: '86400',
  // Reads the vendor's own manual, which is on the internet.
  CELERY_DOCS_SYNC_ENABLED: '0',
  CELERY_DOCS_SYNC_INTERVAL: '86400',
} as const;

/** Providers whose address, left out or empty, is a service on the internet. */
const PROVIDERS = {
  OPENAI_BASE_URL: NOBODY_LISTENS,
  CLAUDE_BASE_URL: NOBODY_LISTENS,
  COHERE_BASE_URL: NOBODY_LISTENS,
  GROQ_BASE_URL: NOBODY_LISTENS,
} as const;

function secrets(model: PlaneModel, ai: Ai, inputs: Inputs): Readonly<Record<string, string>> {
  const { keys } = secretNames(model);
  const { endpoint } = ai.embeddings ?? {};
  return {
    PLANE_PI_DATABASE_URL: aiDatabaseUrl(model, inputs),
    // Plane's own database, which it reads.
    FOLLOWER_POSTGRES_URI: databaseUrl(model, inputs),
    AMQP_URL: amqpUrl(model, inputs),
    CELERY_BROKER_URL: redisUrl(model, inputs),
    AES_SECRET_KEY: inputs.value(keys, 'AES_SECRET_KEY'),
    PI_INTERNAL_SECRET: inputs.value(keys, 'PI_INTERNAL_SECRET'),
    LIVE_SERVER_SECRET_KEY: inputs.value(keys, 'LIVE_SERVER_SECRET_KEY'),
    COHERE_API_KEY: '',
    CUSTOM_LLM_API_KEY: apiKey(ai.model.secretRef, inputs),
    ...(endpoint === undefined ? {} : { OPENAI_API_KEY: apiKey(endpoint.secretRef, inputs) }),
  };
}

const apiKey = (ref: Ai['model']['secretRef'], inputs: Inputs): string =>
  ref === undefined ? NO_KEY : inputs.value(ref.name, ref.key ?? 'apiKey');
