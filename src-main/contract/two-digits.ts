/** A number as clocks, dates and file names show it: `07`. */
export const twoDigits = (part: number): string => String(part).padStart(2, '0');
