import type { Seed } from '../product.ts';
import type { PlaneSpec } from './spec/index.ts';

/** Every field that the product reads once. Values are what the spec says, and never one of a Secret. */
export function seeds({ firstBoot = {}, mail = {} }: PlaneSpec): readonly Seed[] {
  const { smtp } = mail;
  const logins = 'in God Mode under Authentication';
  const server = 'in God Mode under Email';
  const of = (path: string, value: string | number | undefined, where: string): Seed => ({
    path: `spec.plane.${path}`,
    value: value === undefined ? 'left out' : String(value),
    where,
  });
  return [
    of('firstBoot.signUp', firstBoot.signUp, logins),
    of('firstBoot.passwordLogin', firstBoot.passwordLogin, logins),
    of('firstBoot.magicLinkLogin', firstBoot.magicLinkLogin, logins),
    of('firstBoot.workspaceCreation', firstBoot.workspaceCreation, 'in God Mode under Workspaces'),
    of('mail.smtp.host', smtp?.host, server),
    of('mail.smtp.port', smtp?.port, server),
    of('mail.smtp.from', smtp?.from, server),
    of('mail.smtp.encryption', smtp?.encryption, server),
    of('mail.smtp.secretRef.name', smtp?.secretRef?.name, server),
  ];
}
