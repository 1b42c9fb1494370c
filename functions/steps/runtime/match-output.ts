import picomatch from 'picomatch';

/** A longer pattern is refused by picomatch, which turns it into a regular expression. */
const longestPattern = 1024;

/**
 * Whether an output's relative path matches a pattern of an edge. A pattern without `/` is compared with the base name, so that
 * `*.npz` finds `models/a.npz` too. Extended globs are off: nothing that a user writes may take exponential time.
 */
export function outputMatcher(pattern: string): (path: string) => boolean {
  const byName = !pattern.includes('/');
  const matches = isPattern(pattern)
    ? picomatch(pattern, { dot: true, noextglob: true, maxLength: longestPattern })
    : () => false;
  // A file whose own name looks like a pattern is found by it as well.
  return (path) => {
    const name = byName ? baseName(path) : path;
    return name === pattern || path === pattern || matches(name);
  };
}

export function isPattern(text: string): boolean {
  return /[*?[{]/.test(text);
}

/** The folder in front of the first wildcard, with its `/`; empty when there is none. */
export function fixedFolder(pattern: string): string {
  const wildcard = pattern.search(/[*?[{]/);
  const fixed = wildcard < 0 ? pattern : pattern.slice(0, wildcard);
  return fixed.slice(0, fixed.lastIndexOf('/') + 1);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
