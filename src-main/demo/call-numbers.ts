/** One record of an import: the customer's numbers in the order they are tried, and what it is found by. */
export interface ImportedRecord {
  readonly numbers: readonly string[];
  readonly sessionId: string;
  readonly customField: string;
}

/** The records that one import brought, in columns: there may be 500,000. */
export class ImportedRecords {
  /** Numbers of a record with a blank between them: no number has one. */
  readonly #numbers: string[] = [];
  readonly #sessions: string[] = [];
  readonly #fields: number[] = [];
  readonly #fieldTexts: string[] = [];
  readonly #fieldOf = new Map<string, number>();

  add({ numbers, sessionId, customField }: ImportedRecord): void {
    let field = this.#fieldOf.get(customField);
    if (field === undefined) {
      field = this.#fieldTexts.push(customField) - 1;
      this.#fieldOf.set(customField, field);
    }
    this.#numbers.push(numbers.join(' '));
    this.#sessions.push(sessionId);
    this.#fields.push(field);
  }

  get size(): number {
    return this.#numbers.length;
  }

  at(index: number): ImportedRecord {
    return {
      numbers: (this.#numbers[index] ?? '').split(' '),
      sessionId: this.#sessions[index] ?? '',
      customField: this.#fieldTexts[this.#fields[index] ?? 0] ?? '',
    };
  }

  /** As lines of JSON. */
  *lines(): Generator<string> {
    for (let index = 0; index < this.size; index++) {
      const { numbers, sessionId, customField } = this.at(index);
      yield `${JSON.stringify([numbers, sessionId, customField])}\n`;
    }
  }

  /** Reads such lines. Throws an Error for what is none. */
  static parse(text: string): ImportedRecords {
    const records = new ImportedRecords();
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const [numbers, sessionId, customField] = JSON.parse(line) as [string[], string, string];
      records.add({ numbers, sessionId, customField });
    }
    return records;
  }
}

/** All records of a campaign's imports, one import after the other. */
export class CampaignRecords {
  readonly #imports: ImportedRecords[] = [];
  #size = 0;

  add(records: ImportedRecords): void {
    this.#imports.push(records);
    this.#size += records.size;
  }

  get size(): number {
    return this.#size;
  }

  at(index: number): ImportedRecord {
    let place = index;
    for (const records of this.#imports) {
      if (place < records.size) return records.at(place);
      place -= records.size;
    }
    throw new RangeError(`no record ${index}`);
  }
}
