import type { Finding } from './check-log.ts';

/** Prints the first findings of each kind, and how many there are. */
export function report(findings: readonly Finding[], print: (line: string) => void = console.log): void {
  for (const kind of ['lost', 'doubled', 'unasked', 'altered', 'log'] as const) {
    const ofKind = findings.filter((finding) => finding.kind === kind);
    print(`${kind} ${ofKind.length}`);
    for (const { what } of ofKind.slice(0, 5)) print(`  ${what}`);
  }
}
