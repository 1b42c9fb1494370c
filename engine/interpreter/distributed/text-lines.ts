/** An object's bytes, piece by piece. */
export type Bytes = AsyncIterable<Uint8Array>;

/** UTF-8 text, piece by piece, without a byte order mark. */
export async function* textOf(bytes: Bytes): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const piece of bytes) {
    const text = decoder.decode(piece, { stream: true });
    if (text !== '') yield text;
  }
  const last = decoder.decode();
  if (last !== '') yield last;
}

export const wholeText = async (bytes: Bytes): Promise<string> => {
  let text = '';
  for await (const piece of textOf(bytes)) text += piece;
  return text;
};

/** The lines of a text, whatever pieces it comes in. */
export async function* linesOf(bytes: Bytes): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of textOf(bytes)) {
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  if (rest !== '') yield rest.endsWith('\r') ? rest.slice(0, -1) : rest;
}
