import type { ColumnProposal } from '../../contract/mapping.ts';
import { trailingNumber } from './known-names.ts';

/** The columns with a delay or a type of number, in order: each is looked at once, however many phones there are. */
export class Companions {
  readonly #columns: readonly { readonly proposal: ColumnProposal; readonly number: string }[];
  readonly #byNumber = new Map<string, ColumnProposal>();
  /** The first column that is not left of the phone that was asked for last. */
  #next = 0;

  constructor(role: 'delayTime' | 'type', used: readonly ColumnProposal[]) {
    this.#columns = used
      .filter((proposal) => proposal.role === role)
      .map((proposal) => ({ proposal, number: trailingNumber(proposal.header) }));
    for (const { proposal, number } of this.#columns) {
      if (number !== '' && !this.#byNumber.has(number)) this.#byNumber.set(number, proposal);
    }
  }

  /**
   * The one that belongs to a phone column: with the same number at the end ("phone 2", "delay 2"), else the next one to
   * the right before another phone, else the first if there is only one phone. Ask for phones from left to right.
   */
  of(
    phone: ColumnProposal,
    nextPhone: ColumnProposal | undefined,
    phones: number,
  ): ColumnProposal | undefined {
    const number = trailingNumber(phone.header);
    const toTheRight = this.#toTheRight(phone.column, nextPhone?.column ?? Infinity, number);
    return (
      this.#byNumber.get(number) ?? toTheRight ?? (phones === 1 ? this.#columns[0]?.proposal : undefined)
    );
  }

  #toTheRight(from: number, to: number, number: string): ColumnProposal | undefined {
    const columns = this.#columns;
    let found: ColumnProposal | undefined;
    for (; this.#next < columns.length; this.#next += 1) {
      const candidate = columns[this.#next];
      if (candidate === undefined || candidate.proposal.column >= to) break;
      const isMeant = candidate.proposal.column > from && (number === '' || candidate.number === '');
      if (isMeant) found ??= candidate.proposal;
    }
    return found;
  }
}
