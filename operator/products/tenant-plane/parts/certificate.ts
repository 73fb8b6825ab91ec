import { certificatePart } from '../../shared/certificate.ts';
import type { TenantPlanePart } from '../context.ts';

/** The certificate of the domain. */
export const certificate: TenantPlanePart = ({ model }) => certificatePart(model);
