import type { EndpointField } from '../endpoint.ts';

interface Bedrock {
  readonly region: string;
  readonly taskRole: 'STS' | 'InstanceMetadata';
}

/** Name of an AWS service in a region: public, unless a VPC endpoint answers to it, which only its addresses prove. */
const inRegion = (service: string, region: string): string =>
  `${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

const credentials = (value: unknown): string => {
  const { region, taskRole } = value as Bedrock;
  return inRegion(taskRole === 'STS' ? 'sts' : 'bedrock-runtime', region);
};

const server = (member: string): EndpointField => ({
  path: `spec.tenantPlane.ai.${member}.url`,
  kind: 'url',
});

/** Every place of `spec.tenantPlane` that names a host. The metadata service of a node is declared by `taskRole` itself. */
export const endpoints: readonly EndpointField[] = [
  server('openAICompatible'),
  server('azure'),
  server('anthropic'),
  server('custom'),
  {
    path: 'spec.tenantPlane.ai.bedrock.region',
    kind: 'host',
    text: (region) => inRegion('bedrock-runtime', String(region)),
  },
  {
    path: 'spec.tenantPlane.ai.bedrock',
    kind: 'host',
    text: credentials,
  },
  { path: 'spec.tenantPlane.identityProvider.url', kind: 'url' },
];
