import { readFileSync } from 'node:fs';

/** The style sheet that pages for those who run the platform share, under class names that begin with `ashlar-`. A service serves it with its own rules after it. */
export const houseStyle = readFileSync(new URL('./assets/house.css', import.meta.url), 'utf8');
