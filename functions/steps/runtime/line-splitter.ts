/** A longer line is cut into lines of this many characters, so that one line never outgrows a segment. */
const longestLine = 32 * 1024;

/** Cuts a stream of text into lines; `end` gives the last one, which no line break has closed. */
export function createLineSplitter(take: (line: string, at: number) => void): {
  write(text: string, at: number): void;
  end(at: number): void;
} {
  let open = '';
  return {
    write(text, at) {
      const lines = (open + text).split('\n');
      open = lines.pop() ?? '';
      for (const line of lines) takeLine(line, at);
      while (open.length > longestLine) {
        take(open.slice(0, longestLine), at);
        open = open.slice(longestLine);
      }
    },
    end(at) {
      if (open !== '') takeLine(open, at);
      open = '';
    },
  };

  function takeLine(line: string, at: number): void {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    for (let from = 0; from === 0 || from < text.length; from += longestLine) {
      take(text.slice(from, from + longestLine), at);
    }
  }
}
