import * as z from 'zod';

import { LicenseStatus } from './license-status.ts';
import { atomicList, listMap } from './shape.ts';

const text = (max: number, description: string): z.ZodString =>
  z.string().max(max).meta({ description });

const generation = (description: string): z.ZodInt => z.int().min(0).meta({ description });

const pods = (description: string): z.ZodInt32 => z.int32().min(0).meta({ description });

/** One condition: `metav1.Condition` with its bounds. */
const condition = z
  .strictObject({
    type: z
      .string()
      .max(316)
      .regex(
        /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$/,
      )
      .meta({ description: 'What the condition is about.' }),
    status: z
      .enum(['True', 'False', 'Unknown'])
      .meta({ description: 'Whether it is so: True, False or Unknown.' }),
    observedGeneration: generation(
      'Generation of the spec that the condition speaks of.',
    ).optional(),
    lastTransitionTime: z.iso
      .datetime()
      .meta({ description: 'When status last changed from one value to another.' }),
    reason: z
      .string()
      .min(1)
      .max(1024)
      .regex(/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/)
      .meta({
        description: 'Why, in one word of a closed list. "plane-operator explain WORD" tells more.',
      }),
    message: text(32_768, 'Why, in a sentence.'),
  })
  .meta({ description: 'One thing that is, or is not so.' });

const component = z
  .strictObject({
    name: text(63, 'Name of the part, as in the spec.'),
    kind: text(
      63,
      'Kind of its workload: Deployment, StatefulSet or Job. Absent for parts without pods.',
    ).optional(),
    desired: pods('Pods that are wanted.').optional(),
    ready: pods('Pods that are ready.').optional(),
    state: z.enum(['Ready', 'Progressing', 'Held', 'Failed']).meta({
      description:
        'Ready: as wanted. Progressing: becoming so. Held: waits for another part. Failed: does not go on by itself.',
    }),
    message: text(32_768, 'What it waits for, or why it failed.').optional(),
  })
  .meta({ description: 'One part of the product.' });

const finding = z
  .strictObject({
    severity: z.enum(['refuse', 'wait', 'note']).meta({
      description:
        'refuse: the spec has to change. wait: something has to appear, and then the finding ends by itself. note: carried out all the same.',
    }),
    rule: text(
      64,
      'What is wrong, in one word of a closed list. "plane-operator explain WORD" tells more.',
    ),
    path: text(1_024, 'Where, as a path into the resource.'),
    message: text(8_192, 'What is the case now.'),
    fix: text(8_192, 'What would be accepted.'),
  })
  .meta({ description: 'One thing wrong, or worth knowing.' });

const certificate = z
  .strictObject({
    purpose: z.enum(['Ingress', 'Trust']).meta({
      description:
        'Ingress: served for the domain, or signs what is. Trust: an authority that pods trust.',
    }),
    secret: text(253, 'Name of the Secret that it is in.'),
    subject: text(512, 'Whom it is for, for example CN=plane.corp.example.com.'),
    notAfter: z.iso.datetime().meta({ description: 'When it ends.' }),
  })
  .meta({ description: 'One certificate.' });

const inventoried = z
  .strictObject({
    apiVersion: text(128, 'API group and version of the object.'),
    kind: text(63, 'Kind of the object.'),
    name: text(253, 'Name of the object, in the namespace of the installation.'),
  })
  .meta({ description: 'One object.' });

const urls = (description: string) =>
  atomicList(z.array(text(1_024, 'One URL.')).max(8), description);

const integration = z
  .strictObject({
    name: text(63, 'Name of the integration, as in the spec.'),
    url: text(512, 'Address of the server inside the network.'),
    callbackURLs: urls('What the server is told to send browsers back to.'),
    webhookURLs: urls(
      'What the server is told to call; empty where the product registers that itself.',
    ),
    steps: atomicList(
      z.array(text(1_024, 'One step.')).max(8),
      'What an administrator does by hand, in order.',
    ),
  })
  .meta({ description: 'One server that the product works with.' });

/** `status` of a PlaneInstallation: written by the operator alone, and made anew from what is, whenever it is lost. */
export const InstallationStatus = z
  .strictObject({
    observedGeneration: z
      .int()
      .min(-1)
      .meta({
        description:
          'Generation of the spec that the operator has seen and judged. -1 before it has seen any.',
      })
      .optional(),
    conditions: listMap(
      z.array(condition).max(32),
      'Ready: what was asked is so. Available: what runs serves. Reconciling and Stalled are there only while they are True.',
      'type',
    ).optional(),
    version: text(32, 'Release that is being tended.').optional(),
    acceptedGeneration: generation(
      'Generation whose spec is being tended: the last one that was accepted.',
    ).optional(),
    components: listMap(
      z.array(component).max(64),
      'Parts of the product and how far they are.',
      'name',
    ).optional(),
    findings: atomicList(
      z.array(finding).max(64),
      'Everything that keeps the spec from being carried out, and what would be accepted.',
    ).optional(),
    certificates: atomicList(
      z.array(certificate).max(16),
      'Certificates of the domain and of trusted authorities; of many those that end first.',
    ).optional(),
    license: LicenseStatus.optional(),
    integrations: listMap(
      z.array(integration).max(16),
      'Servers of the site that the product works with, and what has to be registered there and in the product.',
      'name',
    ).optional(),
    inventory: atomicList(
      z.array(inventoried).max(256),
      'Objects that are kept for this resource. What leaves the list is removed.',
    ).optional(),
  })
  .meta({ description: 'What is the case, as the operator last saw it.' });

/** `status` of a PlaneInstallation. */
export type InstallationStatus = z.infer<typeof InstallationStatus>;
/** One entry of `status.conditions`. */
export type Condition = z.infer<typeof condition>;
/** One entry of `status.components`. */
export type ComponentStatus = z.infer<typeof component>;

/** One entry of `status.integrations`. */
export type IntegrationStatus = z.infer<typeof integration>;
