import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

import ts from 'typescript';

/** Every file below a folder, with its path from the root of the repository. */
export const filesBelow = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [];

/** One import of a source file. */
export interface Import {
  /** Path of the file in the repository, or name of the package. */
  readonly of: string;
  readonly typeOnly: boolean;
  /** Written as `await import(…)`. */
  readonly dynamic: boolean;
}

/** A source file of the operator, parsed. */
export interface Source {
  readonly path: string;
  /** Folder below operator/; empty for main.ts. */
  readonly stage: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

/** All TypeScript of the operator. */
export const operatorSources = (): readonly Source[] =>
  filesBelow('operator')
    .filter((path) => path.endsWith('.ts'))
    .map(parse);

function parse(path: string): Source {
  const tree = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2024, true);
  const [, stage = '', rest] = path.split('/');
  return {
    path,
    stage: rest === undefined ? '' : stage,
    tree,
    imports: nodes(tree).flatMap((node) => imported(node, path)),
  };
}

/** Every node of a tree. */
export function nodes(root: ts.Node): readonly ts.Node[] {
  const all: ts.Node[] = [];
  const walk = (node: ts.Node): void => {
    all.push(node);
    ts.forEachChild(node, walk);
  };
  walk(root);
  return all;
}

function imported(node: ts.Node, from: string): readonly Import[] {
  const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const name = dynamic ? node.arguments[0] : specifier(node);
  if (name === undefined || !ts.isStringLiteral(name)) return [];
  return [{ of: target(name.text, from), typeOnly: isTypeOnly(node), dynamic }];
}

const specifier = (node: ts.Node): ts.Expression | undefined =>
  ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier : undefined;

const isTypeOnly = (node: ts.Node): boolean =>
  ts.isExportDeclaration(node)
    ? node.isTypeOnly
    : ts.isImportDeclaration(node) &&
      node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;

const target = (name: string, from: string): string =>
  name.startsWith('.') ? normalize(join(from, '..', name)) : name;
