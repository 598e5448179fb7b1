import type {
  CalledBefore,
  CalledBeforeChoice,
  CalledCampaign,
  EarlierImport,
} from '../../contract/called-before.ts';
import { homeOfTable } from '../check/home-of-table.ts';
import type { NumberTable } from '../check/number-table.ts';
import type { NumberCipher } from './fingerprints.ts';
import type { Judgement, Knowledge } from './knowledge.ts';
import { NormalNumbers } from './normal-numbers.ts';
import { purpose } from './number-block.ts';
import { openSent, sentNames, type OpenSent, type SentAbout } from './sent-numbers.ts';
import { SoughtNumbers } from './sought-numbers.ts';
import { twoDigits } from '../../contract/two-digits.ts';

const dayMs = 86_400_000;
const mostImports = 5;
const mostCampaigns = 50;

/** What is asked of the memory. */
export interface CalledBeforeQuestion extends CalledBeforeChoice {
  readonly connectionId: string;
  /** Whose campaigns count; see SentAbout. */
  readonly centre: string;
  /** Epoch milliseconds: what was sent later is not counted, so that the same check comes to the same again. */
  readonly now: number;
}

/** Which numbers of a list were sent before: looked up once all rows are read, and for numbers that edits bring. */
export class CalledNumbersBefore implements Knowledge {
  readonly #folder: string;
  readonly #cipher: NumberCipher;
  readonly #question: CalledBeforeQuestion;
  /** When each number was sent last within the days, in seconds; 0 for those that were not. */
  #last = new Uint32Array(0);
  /** The numbers of which it is not certain. */
  #unsure = new Uint8Array(0);
  #home: string | undefined;
  readonly #campaigns = new Map<string, CalledCampaign>();
  readonly #imports = new Map<string, EarlierImport>();
  #notCompared = 0;

  constructor(folder: string, cipher: NumberCipher, question: CalledBeforeQuestion) {
    this.#folder = folder;
    this.#cipher = cipher;
    this.#question = question;
  }

  lookUp(table: NumberTable, plannedHome: string | undefined): void {
    const known = this.#last.length;
    const added = table.count - known;
    if (added === 0) return;
    this.#last = grown(this.#last, new Uint32Array(table.count));
    this.#unsure = grown(this.#unsure, new Uint8Array(table.count));
    const home = (this.#home ??= plannedHome ?? homeOfTable(table));
    const normal = new NormalNumbers(table, home, purpose.sent);
    const fingerprints = this.#cipher.fingerprints(added, (index, into, at) =>
      normal.write(known + index, into, at),
    );
    this.#search(new SoughtNumbers(fingerprints), known);
  }

  judge(number: number): Judgement | undefined {
    const { action } = this.#question;
    const last = this.#last[number] ?? 0;
    if (last === 0 || action === 'ignore') return undefined;
    return { rule: 'called-before', isError: action === 'leave-out', detail: dayOf(last * 1000) };
  }

  /** @param rows that were left out, or warned about */
  found(rows: number): CalledBefore {
    const { action, days, campaignId, connectionId } = this.#question;
    let numbers = 0;
    let unsure = 0;
    this.#last.forEach((last, number) => {
      if (last === 0) return;
      numbers += 1;
      if (this.#unsure[number] === 1) unsure += 1;
    });
    return {
      ...{ action, days, campaignId, connectionId, of: this.#last.length, numbers, unsure, rows },
      campaigns: [...this.#campaigns.values()]
        .sort((a, b) => b.numbers - a.numbers || b.lastAt - a.lastAt)
        .slice(0, mostCampaigns),
      imports: [...this.#imports.values()]
        .sort((a, b) => b.shared - a.shared || b.at - a.at)
        .slice(0, mostImports),
      notCompared: this.#notCompared,
    };
  }

  /** @param first the number that was given to be sought first */
  #search(sought: SoughtNumbers, first: number): void {
    this.#notCompared = 0;
    // Campaign by campaign, so that a number that was sent to one of them twice is counted once.
    const files = sentNames(this.#folder);
    const byCampaign = Map.groupBy(
      files.flatMap((name) => this.#about(name)),
      ({ about }) => about.campaignId,
    );
    for (const sendings of byCampaign.values()) {
      const counted = new Uint8Array(sought.count);
      for (const { name, about } of sendings) {
        const open = openSent(name);
        if (open === null) this.#notCompared += 1;
        else {
          this.#compare(open, about, sought, first, counted);
          open.file.close();
        }
      }
    }
  }

  #about(name: ReturnType<typeof sentNames>[number]) {
    const { centre, now } = this.#question;
    const open = openSent(name);
    open?.file.close();
    if (open === null || open.file.head.keyId !== this.#cipher.keyId) {
      this.#notCompared += 1;
      return [];
    }
    const { about } = open;
    return about.centre === centre && about.at <= now ? [{ name, about }] : [];
  }

  #compare(
    { file, state }: OpenSent,
    about: SentAbout,
    sought: SoughtNumbers,
    first: number,
    counted: Uint8Array,
  ): void {
    const { days, campaignId, now } = this.#question;
    const isRecent = about.at > now - days * dayMs;
    const isWanted = isRecent && (campaignId === null || campaignId === about.campaignId);
    const at = Math.floor(about.at / 1000);
    let shared = 0;
    let newly = 0;
    const isWhole = sought.findIn(file, 0, (index) => {
      shared += 1;
      if (!isRecent) return;
      if (counted[index] === 0) {
        counted[index] = 1;
        newly += 1;
      }
      if (isWanted) this.#note(first + index, at, state === 'sent');
    });
    if (!isWhole) this.#notCompared += 1;
    if (newly > 0) this.#addCampaign(about, newly);
    if (shared > 0) {
      const { jobId, name, sourceName, campaignId: sentTo, campaignName } = about;
      const before = this.#imports.get(`${jobId} ${sentTo}`)?.shared ?? 0;
      this.#imports.set(`${jobId} ${sentTo}`, {
        ...{ jobId, name, sourceName, campaignId: sentTo, campaignName, at: about.at },
        numbers: file.head.counts[0] ?? 0,
        shared: before + shared,
        unsure: state === 'asked',
      });
    }
  }

  #note(number: number, at: number, isCertain: boolean): void {
    const before = this.#last[number] as number;
    if (before === 0 && !isCertain) this.#unsure[number] = 1;
    if (isCertain) this.#unsure[number] = 0;
    if (at > before) this.#last[number] = at;
  }

  #addCampaign({ campaignId, campaignName, at }: SentAbout, newly: number): void {
    const before = this.#campaigns.get(campaignId);
    const isLater = before === undefined || at > before.lastAt;
    this.#campaigns.set(campaignId, {
      campaignId,
      campaignName: (isLater ? campaignName : before.campaignName) ?? before?.campaignName ?? null,
      numbers: (before?.numbers ?? 0) + newly,
      lastAt: isLater ? at : before.lastAt,
    });
  }
}

function grown<T extends Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** The day in this machine's zone, ISO 8601. */
function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}
