/** The media types that files may have, with the ending of their names. */
export const endings: Readonly<Record<string, string>> = {
  'text/plain': '.txt',
  'application/pdf': '.pdf',
  'image/png': '.png',
  'image/jpeg': '.jpg',
};

const longestName = 100;

/**
 * A file's name without what could lead a program astray: folders, control and direction-changing characters, what Windows reserves, leading dots. It ends as its
 * type does.
 */
export function safeFileName(name: string, type: string): string {
  const ending = endings[type] ?? '';
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*;%]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const same = type === 'image/jpeg' ? /\.jpe?g$/i : new RegExp(`\\${ending}$`, 'i');
  const stem = plain.replace(same, '').replace(/[\s.]+$/, '');
  const isReserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(stem.split('.')[0] ?? '');
  const base = stem === '' || isReserved ? `file${isReserved ? `-${stem}` : ''}` : stem;
  return `${[...base].slice(0, longestName).join('')}${ending}`;
}

/** Whether bytes begin as those of their type do; a text has no NUL. */
export function isOfType(bytes: Uint8Array, type: string): boolean {
  if (type === 'text/plain') return !bytes.includes(0);
  const begin = beginnings[type];
  return begin?.every((byte, at) => bytes[at] === byte) ?? false;
}

/**
 * Whether bytes hold the test file by which virus checks are tried out (EICAR, 2003). A real scanner belongs in front of this component; this shows that what it finds
 * is refused.
 */
export function isInfected(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(eicar[0] ?? 0); at !== -1; at = bytes.indexOf(eicar[0] ?? 0, at + 1)) {
    if (eicar.every((byte, offset) => bytes[at + offset] === byte)) return true;
  }
  return false;
}

const codes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

// In two parts, so that no scanner takes this file for one.
const eicar = codes(`${'X5O!P%@AP[4\\PZX54(P^)7CC)7}$'}${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`);

const beginnings: Readonly<Record<string, readonly number[]>> = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/jpeg': [0xff, 0xd8, 0xff],
};
