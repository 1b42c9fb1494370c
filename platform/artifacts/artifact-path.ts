export type ArtifactPath =
  | { readonly kind: 'accepted'; readonly path: string }
  /** `reason`: a clause that follows the path in a message. */
  | { readonly kind: 'refused'; readonly reason: string };

/** S3 allows keys of 1,024 bytes; what stands before the path needs its share. */
const longestPath = 700;

const absolute = 'is absolute; give a path relative to the outputs folder';

/**
 * The relative path of an artifact as it is stored: `/` between parts, no empty or `.` parts. Refused when it leaves its folder
 * or could not be written again on a user's machine.
 */
export function normaliseArtifactPath(path: string): ArtifactPath {
  if (path.includes('\0')) return refused('contains a NUL character');
  if (hasControlCharacter(path)) return refused('contains a control character');
  if (path.includes('\\')) return refused('contains a backslash; separate folders by "/"');
  if (path.startsWith('/')) return refused(absolute);
  if (!path.isWellFormed()) return refused('is not valid Unicode');
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return refused('leaves its folder by ".."');
  if (parts.length === 0) return refused('names no file');
  const normal = parts.join('/');
  // A drive of Windows, also behind a leading `./`.
  if (/^[A-Za-z]:/.test(normal)) return refused(absolute);
  if (Buffer.byteLength(normal) > longestPath) return refused(`is longer than ${longestPath} bytes`);
  return { kind: 'accepted', path: normal };
}

function refused(reason: string): ArtifactPath {
  return { kind: 'refused', reason };
}

function hasControlCharacter(text: string): boolean {
  // \p{Cc} is the category of control characters.
  return /\p{Cc}/u.test(text);
}
