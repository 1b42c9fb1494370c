import mime from 'mime';

/** By the path's extension; bytes of an unknown kind otherwise. */
export function mediaTypeOf(path: string): string {
  return mime.getType(path) ?? 'application/octet-stream';
}
