/** As it may be shown and kept: the query of a web address may hold a signature, which is a secret for as long as it lives. */
export function shownUri(uri: string): string {
  return /^https?:/iu.test(uri) ? uri.replace(/[?#].*$/su, '') : uri;
}
