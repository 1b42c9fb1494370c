/** A state's name as a path holds it: without the characters that part a path. */
export const pathName = (name: string): string => (/[/#%]/.test(name) ? encodeURIComponent(name) : name);

/** The name again. */
export const nameInPath = (text: string): string => (text.includes('%') ? decodeURIComponent(text) : text);
