import { invalid } from './refusal.ts';

/** Members of an input that hold expressions. */
export type ExpressionKind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression';

interface Token {
  readonly kind: 'name' | 'value' | 'number' | 'sign' | 'end';
  readonly text: string;
  readonly start: number;
}

const longest = 4096;
const lexeme =
  /\s*(?:(?<name>[A-Za-z_][A-Za-z0-9_]*|#\w+)|(?<value>:\w+)|(?<number>\d+)|(?<sign><>|<=|>=|[=<>()[\],.+-]))/y;

/** Reads an expression token by token. Words of the grammar are known in any case. */
export class Reader {
  readonly #kind: ExpressionKind;
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(kind: ExpressionKind, text: string) {
    this.#kind = kind;
    this.#text = text;
    if (text.trim() === '') throw this.refusal('The expression can not be empty;');
    const size = Buffer.byteLength(text);
    if (size > longest) {
      throw this.refusal(
        `Expression size has exceeded the maximum allowed size; expression size: ${size}`,
      );
    }
    this.#tokens = this.#split();
  }

  refusal(message: string) {
    return invalid(`Invalid ${this.#kind}: ${message}`);
  }

  get next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '<EOF>', start: this.#text.length };
  }

  take(): Token {
    const token = this.next;
    this.#at += 1;
    return token;
  }

  /** Whether the next token is this sign or word; then it is taken. */
  accept(text: string): boolean {
    const { kind, text: found } = this.next;
    const isIt = kind === 'name' ? found.toUpperCase() === text : kind === 'sign' && found === text;
    if (isIt) this.#at += 1;
    return isIt;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected();
  }

  /** Whether the token after the next one is this sign. */
  isFollowedBy(text: string): boolean {
    return this.#tokens[this.#at + 1]?.text === text;
  }

  unexpected() {
    const { kind, text } = this.next;
    const first = this.#tokens[Math.max(0, this.#at - 1)]?.start ?? 0;
    const last = this.#tokens[this.#at + 1] ?? this.next;
    const end = kind === 'end' || !last ? this.#text.length : last.start + last.text.length;
    const near = this.#text.slice(first, end).trim();
    return this.refusal(`Syntax error; token: "${text}", near: "${near}"`);
  }

  #split(): Token[] {
    const tokens: Token[] = [];
    const end = this.#text.trimEnd().length;
    lexeme.lastIndex = 0;
    while (lexeme.lastIndex < end) {
      const from = lexeme.lastIndex;
      const { groups } = lexeme.exec(this.#text) ?? {};
      const [kind, text] = Object.entries(groups ?? {}).find(([, it]) => it !== undefined) ?? [];
      if (kind === undefined || text === undefined) {
        const rest = this.#text.slice(from).trimStart();
        throw this.refusal(
          `Syntax error; token: "${rest.charAt(0)}", near: "${rest.slice(0, 10)}"`,
        );
      }
      tokens.push({
        kind: kind as Token['kind'],
        text,
        start: lexeme.lastIndex - text.length,
      });
    }
    return tokens;
  }
}
