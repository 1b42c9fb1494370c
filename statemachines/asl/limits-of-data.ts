/** Characters: a cause may have 32 KiB; state data stays small. */
export const LONGEST_CAUSE = 4000;
/** In a variable, which stays until its group ends: there may be hundreds of them. */
export const LONGEST_KEPT_CAUSE = 2000;
