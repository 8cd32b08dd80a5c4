/** An email address as accounts have it: without white space around it and in lower case. Undefined when it is none. RFC 5321 section 4.5.3.1 has the lengths. */
export function emailOf(text: string): string | undefined {
  const email = text.trim().toLowerCase();
  const [, name = '', domain = ''] = /^([^\s@<>"(),:;\\[\]\p{Cc}]+)@([^@]+)$/u.exec(email) ?? [];
  const labels = domain.split('.');
  const isDomain =
    labels.length > 1 && labels.every((label) => /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/.test(label));
  return isDomain && name.length <= 64 && email.length <= 254 ? email : undefined;
}
