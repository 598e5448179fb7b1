import * as v from 'valibot';
import {
  ConnectionSettings,
  defaultSigning,
  SecretKey,
  type Connection,
} from '../../src-main/contract/connections.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape, FieldIssue } from '../../src-main/contract/errors.ts';
import { asErrorShape } from '../app/error-words.ts';
import { draftOf, settingsOf, type ConnectionDraft, type Service } from './connection-draft.ts';
import { ConnectionTester, type TestInput } from './connection-tester.svelte.ts';
import { readPastedAddress } from './pasted-address.ts';

export type EditorClient = Pick<Client, 'connections'>;

/**
 * The form of one connection. A field says what is wrong with it once it has been left, or once saving or
 * testing was tried; all rules are those of the contract, so main will say the same.
 */
export class ConnectionEditor {
  readonly #client: EditorClient;
  readonly #existing: Connection | undefined;
  readonly #before: string;
  readonly tester: ConnectionTester;
  #draft: ConnectionDraft = $state() as ConnectionDraft;
  secretKey = $state('');
  #replacingSecret = $state(false);
  #left: readonly string[] = $state.raw([]);
  #tried = $state(false);
  #saving = $state(false);
  #failure: ErrorShape | undefined = $state.raw();

  readonly #parsed = $derived(v.safeParse(ConnectionSettings, settingsOf(this.#draft)));
  readonly #issues = $derived([...this.#settingsIssues(), ...this.#secretIssues()]);

  /** @param existing the connection to edit; left out for a new one */
  constructor(client: EditorClient, existing?: Connection) {
    this.#client = client;
    this.#existing = existing;
    this.#draft = draftOf(existing);
    this.#before = JSON.stringify(settingsOf(this.#draft));
    this.tester = new ConnectionTester(client, () => this.#testInput());
  }

  get existing(): Connection | undefined {
    return this.#existing;
  }

  /** Whether all but the secret key is set by the policy of this machine. */
  get fixed(): boolean {
    return this.#existing?.fixed ?? false;
  }

  /** To be bound to the form. */
  get draft(): ConnectionDraft {
    return this.#draft;
  }

  /** Whether the secret key field is to be shown: there is none yet, or it is being replaced. */
  get asksForSecret(): boolean {
    return this.#replacingSecret || !(this.#existing?.secretSaved ?? false);
  }

  replaceSecret(): void {
    this.#replacingSecret = true;
  }

  /** Leaves the saved secret key as it is. */
  keepSecret(): void {
    this.#replacingSecret = false;
    this.secretKey = '';
  }

  /** Every field that breaks a rule, shown or not. */
  get issues(): readonly FieldIssue[] {
    return this.#issues;
  }

  /** How many of them are shown. */
  get shownIssues(): number {
    return this.#issues.filter(({ path }) => this.error(path) !== undefined).length;
  }

  /** The rule a field breaks, once it is time to say so. */
  error(path: string): string | undefined {
    if (!this.#tried && !this.#left.includes(path)) return undefined;
    return this.#issues.find((issue) => issue.path === path)?.rule;
  }

  /** The rule that one of the numbers that are always fine breaks: which one has a path of its own. */
  get planError(): string | undefined {
    if (!this.#tried && !this.#left.includes('numberPlan.fine')) return undefined;
    return this.#issues.find(({ path }) => path.startsWith('numberPlan.fine'))?.rule;
  }

  /**
   * Whether hours that were typed cannot be read, once it is time to say so.
   * @param day of the week, 0 for Monday; or the special dates
   */
  hoursWrong(day: number | 'special'): boolean {
    const path = day === 'special' ? 'callingHours.special' : `callingHours.week.${day}`;
    if (!this.#tried && !this.#left.includes(path)) return false;
    return this.#issues.some((issue) => issue.path === path || issue.path.startsWith(`${path}.`));
  }

  /** The focus has left a field. An empty one is not marked before saving is tried. */
  leave(path: string): void {
    if (this.#issues.some((issue) => issue.path === path && issue.rule === 'required')) return;
    if (!this.#left.includes(path)) this.#left = [...this.#left, path];
  }

  /** The focus has left a host: a pasted URL is taken apart. */
  leaveHost(service: Service): void {
    const address = this.#draft[service];
    const pasted = readPastedAddress(address.host);
    if (pasted) {
      address.host = pasted.host;
      if (pasted.port !== undefined) address.port = pasted.port;
    }
    this.leave(`${service}.host`);
  }

  /** Whether leaving would lose something. */
  get dirty(): boolean {
    return this.secretKey !== '' || JSON.stringify(settingsOf(this.#draft)) !== this.#before;
  }

  get saving(): boolean {
    return this.#saving;
  }

  /** Why saving failed, where no field is to blame. */
  get failure(): ErrorShape | undefined {
    return this.#failure;
  }

  /** Pins the certificate a service has shown. */
  pin(service: Service, fingerprint256: string): void {
    this.#draft.trustKind = 'pinned';
    this.#draft.pins[service] = fingerprint256;
  }

  /** Pins the certificate that a test has shown, and tests again: whether it works is what was to be known. */
  trust(service: Service, fingerprint256: string): Promise<void> {
    this.pin(service, fingerprint256);
    return this.tester.run();
  }

  unpin(service: Service): void {
    this.#draft.pins[service] = null;
  }

  /** Whether one of the four signing points is not the vendor's default. */
  get signingChanged(): boolean {
    return JSON.stringify(this.#draft.signing) !== JSON.stringify(defaultSigning);
  }

  resetSigning(): void {
    this.#draft.signing = { ...defaultSigning };
  }

  /** Lets the user pick a CA file; nothing changes when the dialog is cancelled. */
  async chooseCa(): Promise<void> {
    const trust = await this.#client.connections.pickCaFile();
    if (trust?.kind === 'ca') {
      this.#draft.trustKind = 'ca';
      this.#draft.ca = { name: trust.name, pem: trust.pem };
    }
  }

  /** Tries the settings as they stand. @returns false when fields are to be corrected first */
  test(): boolean {
    this.#tried = true;
    if (this.#testInput() === undefined) return false;
    void this.tester.run();
    return true;
  }

  /** Saves. @returns the connection, or undefined when fields are to be corrected or main refused */
  async save(): Promise<Connection | undefined> {
    this.#tried = true;
    this.#failure = undefined;
    if (!this.#parsed.success || this.#issues.length > 0 || this.#saving) return undefined;
    const settings = this.#parsed.output;
    this.#saving = true;
    try {
      if (this.#existing === undefined) {
        return await this.#client.connections.create({ settings, secretKey: this.secretKey });
      }
      return await this.#client.connections.update({
        id: this.#existing.id,
        settings,
        ...(this.asksForSecret && { secretKey: this.secretKey }),
      });
    } catch (error) {
      this.#failure = asErrorShape(error);
      return undefined;
    } finally {
      this.#saving = false;
    }
  }

  /** What a test is made with; undefined while a field other than the name is wrong. */
  #testInput(): TestInput | undefined {
    const unnamed = this.#draft.name.trim() === '';
    const parsed = unnamed
      ? v.safeParse(ConnectionSettings, { ...(settingsOf(this.#draft) as object), name: '?' })
      : this.#parsed;
    if (!parsed.success || this.#secretIssues().length > 0) return undefined;
    return {
      ...(this.#existing && { id: this.#existing.id }),
      settings: parsed.output,
      ...(this.asksForSecret && { secretKey: this.secretKey }),
    };
  }

  #settingsIssues(): FieldIssue[] {
    if (this.#parsed.success) return [];
    const issues: FieldIssue[] = [];
    for (const issue of this.#parsed.issues) {
      const path = v.getDotPath(issue) ?? '';
      if (issues.some((other) => other.path === path)) continue; // the first rule broken says enough
      // A number field that is empty is missing, not wrong.
      issues.push({ path, rule: issue.input === null ? 'required' : issue.message });
    }
    return issues;
  }

  #secretIssues(): FieldIssue[] {
    if (!this.asksForSecret) return [];
    const [issue] = v.safeParse(SecretKey, this.secretKey).issues ?? [];
    return issue ? [{ path: 'secretKey', rule: issue.message }] : [];
  }
}
