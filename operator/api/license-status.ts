import * as z from 'zod';

import { atomicList } from './shape.ts';

const text = (max: number, description: string): z.ZodString =>
  z.string().max(max).meta({ description });

const LICENSE_STATES = [
  'valid',
  'grace',
  'expired',
  'not-yet-valid',
  'missing',
  'invalid',
  'revoked',
  'tenant-mismatch',
  'cluster-mismatch',
  'superseded',
  'clock-suspect',
  'limits-exceeded',
  'unverified',
  'declared',
  'unknown',
] as const;

const moment = (description: string): z.ZodISODateTime => z.iso.datetime().meta({ description });

const limit = (description: string): z.ZodInt =>
  z
    .int()
    .min(-1)
    .meta({ description: `${description} -1 is unlimited.` });

/** `status.license`: dates, plan, limits and add-ons. Never the token or the file itself. */
export const LicenseStatus = z
  .strictObject({
    state: z.enum(LICENSE_STATES).meta({
      description:
        'What the licence in the Secret comes to. unverified: only the product can read it. declared: the same, and its end was declared. unknown: it cannot be judged now.',
    }),
    plan: text(256, 'Plan of the licence in force, or the one that the spec names.').optional(),
    planName: text(256, 'Name of the plan for people.').optional(),
    jti: text(256, 'Identifier of the licence in force.').optional(),
    tenant: text(256, 'Tenant that it is for.').optional(),
    addons: atomicList(
      z.array(text(256, 'One add-on.')).max(64),
      'Add-ons of the licence in force.',
    ).optional(),
    limits: z
      .strictObject({
        users: limit('People.'),
        ai_credits: limit('Credits of the AI.'),
        data_volume_gb: limit('Data in gigabytes.'),
        data_retention_days: limit('Days for which data is kept.'),
        runbooks: limit('Runbooks.'),
      })
      .meta({
        description:
          'What the licence in force permits. The product counts; the operator knows none of the amounts in use but days of retention.',
      })
      .optional(),
    issued: moment('When it was issued.').optional(),
    notBefore: moment('When it begins.').optional(),
    expires: moment('When it ends, as it says itself or as was declared.').optional(),
    graceEnds: moment('Until when nothing is held back after its end.').optional(),
    keyId: text(128, 'Name of the public key that it was checked with.').optional(),
    binding: text(
      64,
      'Digest of the identifier and this cluster, to compare installations by: SHA-256 of "jti|UID of kube-system".',
    ).optional(),
    unknownClaims: z
      .int32()
      .min(0)
      .meta({ description: 'Claims in it that this operator does not understand.' })
      .optional(),
    file: z
      .strictObject({
        bytes: z.int32().min(0).meta({ description: 'Its size.' }),
        digest: text(64, 'SHA-256 of the file, as sha256sum prints it.'),
        since: moment('When this file was first seen.'),
      })
      .meta({ description: "A licence file in the product's own format." })
      .optional(),
    steps: atomicList(
      z.array(text(1_024, 'One step.')).max(8),
      'What an administrator does by hand so that the product takes the licence, in order.',
    ).optional(),
  })
  .meta({ description: 'The licence. Never the token or the file itself.' });
/** `status.license`. */
export type LicenseStatus = z.infer<typeof LicenseStatus>;
