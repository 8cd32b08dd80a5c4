import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';

/** What a check of the imports saw. */
export interface ImportReport {
  readonly modules: number;
  readonly dependencies: number;
  /** One line each: `rule: from → to`, or why the check itself cannot be believed. */
  readonly findings: readonly string[];
}

/** Where source files are looked for below the root. */
const folders = ['packages', 'services', 'infra', 'tests', 'scripts'];

/**
 * Checks every TypeScript file below `root` against `.dependency-cruiser.cjs`. A cruiser that cannot read the sources reports
 * success, so it must have seen each file that is on the disk, at least `minimum` of them, and as many imports as files.
 */
export async function checkImports(options: { root: string; minimum: number }): Promise<ImportReport> {
  const { root, minimum } = options;
  const expected = folders.flatMap((folder) => sourceFiles(root, folder));
  if (expected.length < minimum) {
    return {
      modules: 0,
      dependencies: 0,
      findings: [`only ${expected.length} of at least ${minimum} files found`],
    };
  }
  const result = await runCruiser(root);
  const seen = new Map(result.modules.map((module) => [module.source, module.dependencies.length]));
  const dependencies = expected.reduce((sum, file) => sum + (seen.get(file) ?? 0), 0);
  const unseen = expected.filter((file) => !seen.has(file));
  const findings = [
    ...result.summary.violations.map(({ rule, from, to, cycle }) => {
      const trail = cycle ? cycle.map(({ name }) => name) : [to];
      return `${rule.name}: ${[from, ...trail].join(' → ')}`;
    }),
    ...(unseen.length > 0 ? [`not read: ${unseen.join(', ')}`] : []),
    ...(dependencies < expected.length
      ? [`only ${dependencies} imports seen in ${expected.length} files`]
      : []),
  ];
  return { modules: expected.length - unseen.length, dependencies, findings };
}

async function runCruiser(root: string): Promise<ICruiseResult> {
  const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
  const present = folders.filter((folder) => sourceFiles(root, folder).length > 0);
  const settings: ICruiseOptions = { ...options, baseDir: root, validate: true, ruleSet: { forbidden } };
  const { output } = await cruise(present, settings, options.enhancedResolveOptions);
  if (typeof output === 'string') throw new Error('the cruiser gave text in place of a result');
  return output;
}

function sourceFiles(root: string, folder: string): string[] {
  let entries: import('node:fs').Dirent[];
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : sourceFiles(root, path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}
