/** `whole`: nothing of the line lies in another call. */
export type TakeLine = (line: string, at: number, whole: boolean) => void;

/** Cuts a stream of text into lines of at most `longest` characters; `end` gives the last one, which no line break has closed. */
export function createLineSplitter(
  longest: number,
  take: TakeLine,
): {
  write(text: string, at: number): void;
  end(at: number): void;
} {
  let open = '';
  let cut = false;
  return {
    write(text, at) {
      const lines = (open + text).split('\n');
      open = lines.pop() ?? '';
      for (const line of lines) takeLine(line, at);
      while (open.length > longest) {
        take(open.slice(0, longest), at, false);
        open = open.slice(longest);
        cut = true;
      }
    },
    end(at) {
      if (open !== '') takeLine(open, at);
      open = '';
    },
  };

  function takeLine(line: string, at: number): void {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    const whole = !cut && text.length <= longest;
    cut = false;
    for (const piece of piecesOf(text, longest)) take(piece, at, whole);
  }
}

/** The text in pieces of at most so many characters; an empty one is one piece. */
export function piecesOf(text: string, longest: number): readonly string[] {
  if (text.length <= longest) return [text];
  const count = Math.ceil(text.length / longest);
  return Array.from({ length: count }, (_, index) => text.slice(index * longest, (index + 1) * longest));
}
