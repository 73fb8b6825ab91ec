import { certificatePart } from '../../shared/certificate.ts';
import type { PlanePart } from '../context.ts';

/** The certificate of the domain. */
export const certificate: PlanePart = ({ model }) => certificatePart(model);
