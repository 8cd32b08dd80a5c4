/** The most characters of a text message without its sender's name: six parts. */
export const longestSms = 918;

/** Text as a phone can show it: GSM and Welsh letters stay, look-alikes become them, anything else is a question mark. */
export function sanitiseSms(text: string): string {
  return [...text.normalize('NFC')].map(showable).join('');
}

/** A text message's body without needless white space. */
export function tidySms(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+(?=[.,])/g, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** How many parts a text message is sent in: GSM 03.38 has 160 units, or 153 a part; any other Welsh letter makes it UCS-2, 70 or 67. */
export function fragments(text: string): number {
  const wide = [...text].some((letter) => !gsm.has(letter) && !gsmExtension.has(letter));
  const extra = wide ? 0 : [...text].filter((letter) => gsmExtension.has(letter)).length;
  const units = text.length + extra;
  const [single, part] = wide ? [70, 67] : [160, 153];
  return units <= single ? 1 : Math.ceil(units / part);
}

const gsm = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const gsmExtension = new Set('^{}\\[~]|€');
const welsh = new Set('ÂÊÎÔÛŴŶâêîôûŵŷÁÍÓÚẂÝáíóúẃýÀÈÌÒẀÙỲẁỳËÏẄŸëïẅÿ');

const lookAlikes: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\t': ' ',
  Ł: 'L',
  ł: 'l',
  '\u200b': '',
  '\u200c': '',
  '\u200d': '',
  '\u2060': '',
  '\ufeff': '',
  '\u180e': '',
  '\u00ad': '',
};

function showable(letter: string): string {
  if (gsm.has(letter) || gsmExtension.has(letter) || welsh.has(letter)) return letter;
  const like = lookAlikes[letter];
  if (like !== undefined) return like;
  const [base = ''] = letter.normalize('NFD');
  return base !== letter && gsm.has(base) ? base : '?';
}
