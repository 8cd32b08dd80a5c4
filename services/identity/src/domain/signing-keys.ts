/** For how long a retired key is published: the longest life of a token (an hour), and as much again for clocks and slow readers. */
export const retiredForMs = 7_200_000;

/** The retired keys whose last token has ended retired before this. */
export function lastRetirement(now: Date): Date {
  return new Date(now.getTime() - retiredForMs);
}
