/**
 * A regular expression over digits as a nondeterministic automaton: of what the numbering plans use, that is digits,
 * `\d`, classes, groups, `|`, `?`, `{n}` and `{n,m}`. Everything else is refused, so that an update of the plans that
 * brings something new is noticed.
 */
export class Patterns {
  /** For each state, where each digit leads to. */
  readonly edges: (readonly [digits: number, to: number])[][] = [];
  /** For each state, where nothing at all leads to. */
  readonly free: number[][] = [];

  state(): number {
    this.edges.push([]);
    this.free.push([]);
    return this.edges.length - 1;
  }

  /** Adds a pattern that begins at a state. @returns the state in which it ends */
  add(pattern: string, from: number): number {
    const reader = new Reader(pattern);
    const tree = reader.alternatives();
    if (reader.at !== pattern.length) throw new Error(`not understood: ${pattern} at ${reader.at}`);
    return this.#build(tree, from);
  }

  #build(node: Node, from: number): number {
    switch (node.kind) {
      case 'digits': {
        const to = this.state();
        this.edges[from]?.push([node.digits, to]);
        return to;
      }
      case 'sequence':
        return node.items.reduce((at, item) => this.#build(item, at), from);
      case 'choice': {
        const to = this.state();
        for (const item of node.items) this.free[this.#build(item, from)]?.push(to);
        return to;
      }
      case 'repeat': {
        let at = from;
        for (let i = 0; i < node.least; i += 1) at = this.#build(node.item, at);
        const to = this.state();
        this.free[at]?.push(to);
        for (let i = node.least; i < node.most; i += 1) {
          at = this.#build(node.item, at);
          this.free[at]?.push(to);
        }
        return to;
      }
    }
  }
}

type Node =
  /** A bit for each digit. */
  | { readonly kind: 'digits'; readonly digits: number }
  | { readonly kind: 'sequence' | 'choice'; readonly items: readonly Node[] }
  | { readonly kind: 'repeat'; readonly item: Node; readonly least: number; readonly most: number };

/** Every digit. */
export const anyDigit = 0x3ff;

const isDigit = (character: string): boolean => character >= '0' && character <= '9';

class Reader {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  alternatives(): Node {
    const items = [this.#sequence()];
    while (this.#take('|')) items.push(this.#sequence());
    return items.length === 1 ? (items[0] as Node) : { kind: 'choice', items };
  }

  #sequence(): Node {
    const items: Node[] = [];
    while (this.at < this.#text.length && !'|)'.includes(this.#text.charAt(this.at))) {
      items.push(this.#repeated(this.#one()));
    }
    return { kind: 'sequence', items };
  }

  #one(): Node {
    if (this.#take('(?:') || this.#take('(')) {
      const inside = this.alternatives();
      this.#need(')');
      return inside;
    }
    if (this.#take('\\d')) return { kind: 'digits', digits: anyDigit };
    if (this.#take('[')) return this.#class();
    return { kind: 'digits', digits: 1 << this.#digit() };
  }

  #class(): Node {
    let digits = 0;
    while (!this.#take(']')) {
      const first = this.#digit();
      const last = this.#take('-') ? this.#digit() : first;
      for (let digit = first; digit <= last; digit += 1) digits |= 1 << digit;
    }
    return { kind: 'digits', digits };
  }

  #repeated(item: Node): Node {
    if (this.#take('?')) return { kind: 'repeat', item, least: 0, most: 1 };
    if (!this.#take('{')) return item;
    const least = this.#count();
    const most = this.#take(',') ? this.#count() : least;
    this.#need('}');
    return { kind: 'repeat', item, least, most };
  }

  #count(): number {
    let count = this.#digit();
    while (isDigit(this.#text.charAt(this.at))) count = count * 10 + this.#digit();
    return count;
  }

  #digit(): number {
    const character = this.#text.charAt(this.at);
    if (!isDigit(character)) throw new Error(`not understood: ${this.#text} at ${this.at}`);
    this.at += 1;
    return Number(character);
  }

  #take(text: string): boolean {
    if (!this.#text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  #need(text: string): void {
    if (!this.#take(text)) throw new Error(`not understood: ${this.#text} at ${this.at}`);
  }
}
