import { readFile } from 'node:fs/promises';

import { loadAll, YAMLException } from 'js-yaml';

import type { Finding } from '../api/finding.ts';
import { API_VERSION } from '../api/group.ts';
import { OperatorError } from '../lib/errors.ts';

/** A PlaneInstallation as somebody wrote it; nothing but its place and name is checked yet. */
export interface Manifest {
  /** File and number of the document in it: `plane.yaml#2`. */
  readonly source: string;
  readonly name: string;
  readonly namespace: string;
  readonly spec: unknown;
  /** What is wrong with the resource around the spec. */
  readonly mistakes: readonly Finding[];
}

/** Reads all PlaneInstallations of a file, or of standard input for `-`. Throws ERR_INPUT with line and column for what is no YAML. */
export async function readManifests(file: string): Promise<readonly Manifest[]> {
  const documents = parse(file, await readText(file));
  const manifests = documents.flatMap((document, index) =>
    toManifest(document, `${file}#${index + 1}`),
  );
  if (manifests.length === 0) {
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot use "${file}": it holds no ${API_VERSION} PlaneInstallation`,
    );
  }
  return manifests;
}

async function readText(file: string): Promise<string> {
  try {
    return file === '-' ? await readStandardInput() : await readFile(file, 'utf8');
  } catch (cause) {
    throw new OperatorError('ERR_INPUT', `Cannot read "${file}": ${(cause as Error).message}`, {
      cause,
    });
  }
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(file: string, text: string): readonly unknown[] {
  try {
    return loadAll(text);
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    const { line, column } = cause.mark ?? { line: 0, column: 0 };
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot read "${file}" as YAML: ${cause.reason} at line ${line + 1}, column ${column + 1}`,
      { cause },
    );
  }
}

function toManifest(document: unknown, source: string): readonly Manifest[] {
  if (typeof document !== 'object' || document === null) return [];
  const { apiVersion, kind, metadata, spec, ...rest } = document as Readonly<
    Record<string, unknown>
  >;
  if (kind !== 'PlaneInstallation') return [];
  const { name, namespace } = (metadata ?? {}) as Readonly<Record<string, unknown>>;
  const mistakes = [
    ...(apiVersion === API_VERSION
      ? []
      : [mistake('apiVersion', `is ${JSON.stringify(apiVersion)}`, `use ${API_VERSION}`)]),
    ...(typeof name === 'string'
      ? []
      : [mistake('metadata.name', 'is missing', 'give the installation a name')]),
    ...Object.keys(rest)
      .filter((key) => key !== 'status')
      .map((key) => mistake(key, 'is unknown', 'a PlaneInstallation has metadata and spec')),
  ];
  return [
    {
      source,
      name: typeof name === 'string' ? name : '',
      namespace: typeof namespace === 'string' ? namespace : 'default',
      spec: spec ?? {},
      mistakes,
    },
  ];
}

const mistake = (path: string, message: string, fix: string): Finding => ({
  severity: 'refuse',
  rule: 'SpecInvalid',
  path,
  message,
  fix,
});
