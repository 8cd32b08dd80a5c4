/**
 * An e-mail's body as HTML. The standard's part of markdown: headings, lists, quotes with `^`, rules, links. Everything else is text, and all
 * of it is escaped first.
 */
export function emailHtml(subject: string, body: string): string {
  const inner = blocks(body).map(blockHtml).join('\n');
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="font-family: Helvetica, Arial, sans-serif; font-size: 19px; line-height: 1.3; color: #0b0c0c">
${inner}
</body></html>`;
}

/** An e-mail's body for programs that show no HTML: headings are underlined, a link is its text and its address. */
export function emailText(body: string): string {
  return blocks(body).map(blockText).join('\n\n');
}

/** A part of a text in the standard's markdown. */
export interface Block {
  readonly kind: 'heading' | 'subheading' | 'bullets' | 'numbers' | 'quote' | 'rule' | 'paragraph';
  readonly lines: readonly string[];
}

type Kind = Block['kind'];

const ruleLine = /^-{3,}\s*$/;
const marks: readonly (readonly [Kind, RegExp])[] = [
  ['subheading', /^##\s+/],
  ['heading', /^#\s+/],
  ['bullets', /^[*•-]\s+/],
  ['numbers', /^\d+\.\s+/],
  ['quote', /^\^\s*/],
];

/** The parts of a text in the standard's markdown, their marks taken off. */
export function blocks(body: string): Block[] {
  const found: { kind: Kind; lines: string[] }[] = [];
  let open: { kind: Kind; lines: string[] } | undefined;
  for (const line of body.replace(/\r\n?/g, '\n').split('\n')) {
    if (line.trim() === '') {
      open = undefined;
      continue;
    }
    const { kind, text } = readLine(line);
    const joins = open?.kind === kind && !kind.endsWith('heading') && kind !== 'rule';
    if (open && joins) open.lines.push(text);
    else {
      open = { kind, lines: [text] };
      found.push(open);
    }
  }
  return found;
}

function readLine(line: string): { kind: Kind; text: string } {
  if (ruleLine.test(line)) return { kind: 'rule', text: '' };
  const mark = marks.find(([, pattern]) => pattern.test(line));
  return mark ? { kind: mark[0], text: line.replace(mark[1], '') } : { kind: 'paragraph', text: line };
}

function blockHtml({ kind, lines }: Block): string {
  const items = () => lines.map((line) => `<li>${inlineHtml(line)}</li>`).join('');
  const text = () => lines.map(inlineHtml).join('<br>');
  switch (kind) {
    case 'heading':
      return `<h2>${text()}</h2>`;
    case 'subheading':
      return `<h3>${text()}</h3>`;
    case 'bullets':
      return `<ul>${items()}</ul>`;
    case 'numbers':
      return `<ol>${items()}</ol>`;
    case 'quote':
      return `<blockquote style="border-left: 10px solid #b1b4b6; margin: 0; padding-left: 15px">${text()}</blockquote>`;
    case 'rule':
      return '<hr>';
    case 'paragraph':
      return `<p>${text()}</p>`;
  }
}

function blockText({ kind, lines }: Block): string {
  const texts = lines.map(inlineText);
  switch (kind) {
    case 'heading':
    case 'subheading':
      return `${texts.join(' ')}\n${'-'.repeat(underline)}`;
    case 'bullets':
      return texts.map((line) => `• ${line}`).join('\n');
    case 'numbers':
      return texts.map((line, at) => `${at + 1}. ${line}`).join('\n');
    case 'rule':
      return '='.repeat(underline);
    case 'quote':
    case 'paragraph':
      return texts.join('\n');
  }
}

const underline = 65;

// A link in markdown, a bare address, or a character that was disarmed with a backslash.
const inline =
  /\[([^\]\n]{1,500})\]\((https?:\/\/[^\s()]{1,2000})(?:\s+"[^"]{0,500}")?\)|(https?:\/\/[^\s<>()]+)|\\([^\w\s])/g;

function inlineHtml(line: string): string {
  return replaced(line, escaped, (text, url) => `<a href="${escaped(url)}">${escaped(text)}</a>`);
}

/** A line of the standard's markdown as plain text: a link is its text and its address. */
export function inlineText(line: string): string {
  return replaced(
    line,
    (text) => text,
    (text, url) => (text === url ? url : `${text}: ${url}`),
  );
}

function replaced(
  line: string,
  plain: (text: string) => string,
  link: (text: string, url: string) => string,
): string {
  let done = '';
  let at = 0;
  for (const match of line.matchAll(inline)) {
    const [whole, text, url, bare, disarmed] = match;
    done += plain(line.slice(at, match.index));
    if (disarmed !== undefined) done += plain(disarmed);
    else if (bare !== undefined) done += link(bare, bare);
    else done += link(text ?? '', url ?? '');
    at = match.index + whole.length;
  }
  return done + plain(line.slice(at));
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
