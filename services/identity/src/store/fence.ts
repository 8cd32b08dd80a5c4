/**
 * Whether the issuer may be written for here, as a condition of a statement that writes: asked once, before its first row, and refused with AS421 where it may not. All of it is
 * swapped as one, so that the fence's row is `*`.
 */
export const writable = `(select fenced('*', :fence)) is not null`;

/** The same for a worker, who goes without. */
export const mayWork = `(select primary_held('*'))`;

/** Whether there is any use in looking for work. */
export const maySeek = `primary_here('*')`;
