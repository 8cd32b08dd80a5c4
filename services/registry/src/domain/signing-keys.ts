/** For how long a retired key is published: attestations are shown for a week by default, and what was signed is looked at after it has ended. */
export const retiredForMs = 30 * 86_400_000;
