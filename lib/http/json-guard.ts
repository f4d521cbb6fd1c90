const maxDepth = 32;

/**
 * Whether JSON text nests at most 32 levels deep. It looks before anything parses: a few kilobytes
 * of brackets parse well but overflow whatever walks the value later.
 */
export function isShallow(json: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < json.length; index++) {
    const character = json[index];
    if (inString) {
      if (character === '\\') index++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      if (++depth > maxDepth) return false;
    } else if (character === '}' || character === ']') depth--;
  }
  return true;
}
