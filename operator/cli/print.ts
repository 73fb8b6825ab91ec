import type { Finding } from '../api/finding.ts';
import type { Manifest } from './input.ts';

/** Where a command writes; each text ends in its own line end. */
export interface Console {
  out(text: string): void;
  error(text: string): void;
}

/** Findings of one resource for a person: one block each, worst first. */
export function printFindings(
  { source, namespace, name }: Manifest,
  findings: readonly Finding[],
): string {
  const order = ['refuse', 'wait', 'note'] as const;
  const sorted = order.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );
  const head = `${source}: PlaneInstallation ${namespace}/${name === '' ? '(no name)' : name}`;
  const verdict =
    sorted[0] === undefined ? 'nothing speaks against it' : VERDICTS[sorted[0].severity];
  const lines = sorted.map(
    ({ severity, path, message, fix, rule }) =>
      `  ${LABELS[severity]} ${path}: ${message}\n          ${fix} [${rule}]`,
  );
  return `${[`${head}: ${verdict}`, ...lines].join('\n')}\n`;
}

const VERDICTS = { refuse: 'refused', wait: 'would wait', note: 'accepted, with notes' } as const;
const LABELS = { refuse: 'refused', wait: 'waits  ', note: 'note   ' } as const;
