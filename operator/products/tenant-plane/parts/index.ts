import type { TenantPlanePart } from '../context.ts';
import { certificate } from './certificate.ts';
import { config } from './config.ts';
import { ingress } from './ingress.ts';
import { postgres } from './postgres.ts';
import { server } from './server.ts';

/** Every part of the Tenant Plane, each after those that it waits for. */
export const PARTS: readonly TenantPlanePart[] = [config, certificate, postgres, server, ingress];
