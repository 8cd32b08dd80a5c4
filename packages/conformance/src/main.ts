// pnpm conformance --component NAME --base-url URL … [--gate …]
if (process.argv.includes('--gate')) await import('./gate/main.ts');
else await import('./by-hand.ts');
