const maxDepth = 32;

/**
 * Whether JSON text is one that may be parsed: it nests at most 32 levels deep and names no key of
 * an object twice. It looks before anything parses: a few kilobytes of brackets parse well but
 * overflow whatever walks the value later, and a parser keeps the last of equal keys, where another
 * reader of the same text may have kept the first.
 */
export function isUnambiguous(json: string): boolean {
  /** The keys of each open object; `undefined` for an open list. */
  const open: (Set<string> | undefined)[] = [];
  let keyComesNext = false;
  for (let index = 0; index < json.length; index++) {
    switch (json[index]) {
      case '"': {
        const end = endOfString(json, index);
        const keys = open.at(-1);
        if (keys && keyComesNext) {
          const key = unescaped(json.slice(index, end + 1));
          if (keys.has(key)) return false;
          keys.add(key);
        }
        keyComesNext = false;
        index = end;
        break;
      }
      case '{':
      case '[':
        if (open.length === maxDepth) return false;
        open.push(json[index] === '{' ? new Set() : undefined);
        keyComesNext = json[index] === '{';
        break;
      case '}':
      case ']':
        open.pop();
        keyComesNext = false;
        break;
      case ',':
        keyComesNext = true;
        break;
    }
  }
  return true;
}

/** Position of the quotation mark that ends the string which begins at `start`. */
function endOfString(json: string, start: number): number {
  let index = start + 1;
  while (index < json.length && json[index] !== '"') index += json[index] === '\\' ? 2 : 1;
  return index;
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    return `"${JSON.parse(text) as string}"`;
  } catch {
    // The parser will refuse it.
    return text;
  }
}
