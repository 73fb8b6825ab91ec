import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { loadAll, YAMLException } from 'js-yaml';

import type { Finding } from '../api/finding.ts';
import { API_VERSION } from '../api/group.ts';
import type { KubeObject } from '../api/object.ts';
import { POLICY_NAME } from '../api/policy.ts';
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

/** What somebody wrote: installations, and the policy where it is among them. */
export interface Input {
  readonly manifests: readonly Manifest[];
  /** `spec` of the AirgapPolicy that counts; undefined where there is none. */
  readonly policy: unknown;
}

/**
 * Reads all PlaneInstallations of a file, of the YAML and JSON files below a folder, or of standard input for `-`.
 * Throws ERR_INPUT with line and column for what is no YAML.
 */
export async function readInput(path: string): Promise<Input> {
  const documents = await readDocuments(path);
  const manifests = documents.flatMap(({ document, source }) => toManifest(document, source));
  if (manifests.length === 0) {
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot use "${path}": it holds no ${API_VERSION} PlaneInstallation`,
    );
  }
  return { manifests, policy: policyIn(documents) };
}

/** The installations of {@link readInput} alone. */
export const readManifests = async (path: string): Promise<readonly Manifest[]> =>
  (await readInput(path)).manifests;

/** Reads the AirgapPolicy that counts from a file. Throws ERR_INPUT. */
export async function readPolicySpec(path: string): Promise<unknown> {
  const policy = policyIn(await readDocuments(path));
  if (policy === undefined)
    throw new OperatorError(
      'ERR_INPUT',
      `Cannot use "${path}": it holds no ${API_VERSION} AirgapPolicy named ${POLICY_NAME}`,
    );
  return policy;
}

interface Document {
  /** File and number of the document in it. */
  readonly source: string;
  readonly document: unknown;
}

function policyIn(documents: readonly Document[]): unknown {
  const found = documents
    .map(({ document }) => document as Partial<KubeObject> | null | undefined)
    .find((object) => object?.kind === 'AirgapPolicy' && object.metadata?.name === POLICY_NAME);
  return found === undefined || found === null ? undefined : (found['spec'] ?? {});
}

async function readDocuments(path: string): Promise<readonly Document[]> {
  const files = await filesOf(path);
  const read = await Promise.all(
    files.map(async (file) =>
      parse(file, await readText(file)).map((document, index) => ({
        source: `${file}#${index + 1}`,
        document,
      })),
    ),
  );
  return read.flat();
}

/** A folder stands for the files in it; hidden ones are left out. */
async function filesOf(path: string): Promise<readonly string[]> {
  const found = path === '-' ? undefined : await stat(path).catch(() => undefined);
  if (found?.isDirectory() !== true) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => /\.(ya?ml|json)$/.test(name) && !/(^|\/)\./.test(name))
    .sort()
    .map((name) => join(path, name));
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
