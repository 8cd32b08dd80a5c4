import type { SecureFile } from '../../domain/secure-message/entities.ts';

/**
 * The headers with which a file leaves: to be saved, never shown in place of a page, kept by no cache. Its name is written for old programs and for all (RFC 6266,
 * RFC 8187).
 */
export function attachment({ filename, encoding_format }: SecureFile): Record<string, string> {
  const plain = filename.replace(/[^\x20-\x7e]|["\\]/g, '_');
  return {
    'content-type': encoding_format === 'text/plain' ? 'text/plain; charset=utf-8' : encoding_format,
    'content-disposition': `attachment; filename="${plain}"; ${encodedName(filename)}`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
}

/** The parameter of Content-Disposition that names a file in any letters (RFC 8187). */
export function encodedName(filename: string): string {
  const encoded = encodeURIComponent(filename).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename*=UTF-8''${encoded}`;
}
