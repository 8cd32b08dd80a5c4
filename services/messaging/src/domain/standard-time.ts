/** A time as the standard writes it. */
export function standardTime(at: Date): string {
  return at.toISOString().replace('Z', '000Z');
}
