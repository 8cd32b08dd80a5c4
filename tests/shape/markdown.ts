import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The headings of a document at one level, in order. What stands in a block of code is none. */
export function headingsOf(markdown: string, level: number): string[] {
  const mark = '#'.repeat(level);
  return withoutCode(markdown)
    .split('\n')
    .filter((line) => line.startsWith(`${mark} `))
    .map((line) => line.slice(level + 1).trim());
}

/** The relative links of the file at `path` that lead to no file, or to no heading of it. */
export function brokenLinks(path: string): string[] {
  const markdown = withoutCode(readFileSync(path, 'utf8'));
  const targets = [...markdown.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z][a-z0-9+.-]*:/i.test(target) && !leadsSomewhere(target, path));
}

function leadsSomewhere(target: string, from: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : join(dirname(from), decodeURIComponent(file));
  if (!existsSync(path)) return false;
  return anchor === undefined || !path.endsWith('.md') || anchorsOf(path).includes(anchor);
}

/** The anchors that GitHub makes of headings: lower case, punctuation left out, spaces as dashes. */
function anchorsOf(path: string): string[] {
  const markdown = withoutCode(readFileSync(path, 'utf8'));
  return [1, 2, 3, 4].flatMap((level) =>
    headingsOf(markdown, level).map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function withoutCode(markdown: string): string {
  return markdown.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, (code) => code.slice(1, -1));
}
