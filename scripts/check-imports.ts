import { fileURLToPath } from 'node:url';
import { checkImports } from './import-rules.ts';

/** Holds the imports of every source file against the architecture's rules (`.dependency-cruiser.cjs`). */
const root = fileURLToPath(new URL('..', import.meta.url));
const { modules, dependencies, findings } = await checkImports({ root, minimum: 60 });
if (findings.length === 0) console.log(`${modules} files with ${dependencies} imports keep the rules.`);
else {
  console.error(
    `${findings.join('\n')}\n${findings.length} findings; .dependency-cruiser.cjs says why each rule is there.`,
  );
  process.exitCode = 1;
}
