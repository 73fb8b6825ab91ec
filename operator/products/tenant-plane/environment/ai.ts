import type { Inputs } from '../../product.ts';
import type { TenantPlaneSpec } from '../spec/index.ts';

type Ai = NonNullable<TenantPlaneSpec['ai']>;
type Server = Exclude<keyof Ai, 'bedrock'>;
type KeyRef = NonNullable<NonNullable<Ai['azure']>['secretRef']>;

/** What the product calls each kind of server in BYOC_PROVIDER. */
const PROVIDERS: Readonly<Record<Server, string>> = {
  openAICompatible: 'openai',
  azure: 'azure',
  anthropic: 'anthropic',
  custom: 'custom',
};

const SERVERS = Object.keys(PROVIDERS) as readonly Server[];

/** Stands for the key of a server that wants none: the product calls the AI unavailable without one. */
const NO_KEY = 'not-needed';

interface Chosen {
  readonly member: Server;
  readonly server: {
    readonly url: string;
    readonly model: string;
    readonly secretRef?: KeyRef | undefined;
  };
}

/** The server that a spec chooses; undefined for Bedrock, and for no AI. */
export function serverOf(ai: Ai | undefined): Chosen | undefined {
  for (const member of SERVERS) {
    const server = ai?.[member];
    if (server !== undefined) return { member, server };
  }
  return undefined;
}

/** The Secret with the key of the provider, and the field that names it. */
export function aiKey(
  ai: Ai | undefined,
): { readonly path: string; readonly ref: KeyRef } | undefined {
  const chosen = serverOf(ai);
  if (chosen?.server.secretRef === undefined) return undefined;
  const path = `spec.tenantPlane.ai.${chosen.member}.secretRef`;
  return { path, ref: chosen.server.secretRef };
}

/** Value of EMBEDDING_PROVIDER. Always given: what the product does without is not documented. */
const EMBEDDINGS = { Fallback: 'fallback', Bedrock: 'bedrock', OpenAI: 'openai' } as const;

/** Variables that hold no secret. Only those that the vendor's page documents, for the provider for which it does. */
export const aiVariables = ({
  ai,
  embeddings,
}: TenantPlaneSpec): Readonly<Record<string, string>> => ({
  ...providerVariables(ai),
  EMBEDDING_PROVIDER: EMBEDDINGS[embeddings?.provider ?? 'Fallback'],
});

function providerVariables(ai: Ai | undefined): Readonly<Record<string, string>> {
  if (ai?.bedrock !== undefined)
    return {
      BYOC_PROVIDER: 'bedrock',
      BYOC_REGION: ai.bedrock.region,
      TP_BEDROCK_USE_TASK_ROLE: '1',
      TP_BEDROCK_MODEL_ID: ai.bedrock.model,
    };
  const chosen = serverOf(ai);
  if (chosen === undefined) return {};
  return {
    BYOC_PROVIDER: PROVIDERS[chosen.member],
    BYOC_MODEL: chosen.server.model,
    // Always given: left out, each provider is a public service.
    BYOC_ENDPOINT_URL: chosen.server.url,
  };
}

/** The key of the provider. */
export function aiSecrets(
  { ai }: TenantPlaneSpec,
  inputs: Inputs,
): Readonly<Record<string, string>> {
  if (serverOf(ai) === undefined) return {};
  const key = aiKey(ai);
  return {
    BYOC_API_KEY: key === undefined ? NO_KEY : inputs.value(key.ref.name, key.ref.key ?? 'apiKey'),
  };
}
