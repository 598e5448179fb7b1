import { m } from '../../src-main/contract/messages/messages.js';
import type { App } from '../app/app.ts';
import { asErrorShape } from '../app/error-words.ts';
import { attempt, showFailure } from '../app/failures.ts';
import { enumerate, formatCount } from '../app/format.ts';
import { mayReach } from '../app/live-centre.ts';
import { say } from '../ui/announcer.svelte.ts';
import { confirm } from '../ui/confirm.svelte.ts';
import { toasts } from '../ui/toasts.svelte.ts';
import type { VoiceRow } from './voice-row.svelte.ts';
import type { RunOutcome, VoiceState } from './voice-state.svelte.ts';

/** What the supervisor does with voice files: asks what must be asked, and reports how it went. */
export class VoiceActions {
  readonly #app: App;
  readonly #voice: VoiceState;

  constructor(app: App, voice: VoiceState) {
    this.#app = app;
    this.#voice = voice;
  }

  get canUpload(): boolean {
    return this.#app.session.current !== undefined;
  }

  pick(purpose: 'voice' | 'voice-folder'): Promise<boolean> {
    return attempt(() => this.#voice.pick(purpose));
  }
  takeSample(): Promise<boolean> {
    return attempt(() => this.#voice.takeSample());
  }
  remove(rows?: readonly VoiceRow[]): Promise<boolean> {
    return attempt(() => this.#voice.remove(rows));
  }
  cancel(row: VoiceRow): Promise<boolean> {
    return attempt(() => row.cancel());
  }
  stop(): Promise<boolean> {
    return attempt(() => this.#voice.stop());
  }

  async convert(rows: readonly VoiceRow[]): Promise<void> {
    const outcome = await this.#voice.convert(rows);
    report(outcome, m.voice_converted, m.voice_convert_failed);
  }

  /** Uploads files; what the call centre may have already is sent again only if the supervisor says so. */
  async upload(rows: readonly VoiceRow[]): Promise<void> {
    // whatever is asked meanwhile: it goes where it was to go at the press
    const connection = this.#app.session.current;
    const chosen = await withoutUnwanted(rows, connection?.id ?? null);
    if (chosen.length === 0) return;
    const outcome = await this.#voice.upload(chosen, connection);
    report(outcome, m.voice_uploaded, m.voice_upload_failed);
  }

  /** Sends one again whose outcome is unknown, once that is agreed to; one that waits is tried now. */
  async again(row: VoiceRow): Promise<void> {
    const { work } = row;
    if (work.kind !== 'waiting') return this.upload([row]);
    if (!(await mayReach(this.#app, [work.job.connectionId]))) return;
    await attempt(() =>
      work.job.state === 'paused'
        ? this.#app.client.outbox.resume({ id: work.job.id })
        : this.#app.client.outbox.retry({ id: work.job.id }),
    );
  }

  /** Saves what a conversion made where the supervisor says. */
  async save(row: VoiceRow): Promise<void> {
    try {
      const saved = await this.#app.client.voice.saveResult({ file: row.id });
      if (saved) toasts.show({ tone: 'ok', text: m.voice_saved({ name: saved.name }) });
    } catch (error) {
      if (asErrorShape(error).code === 'conflict') {
        toasts.show({ tone: 'danger', text: m.voice_save_original() });
      } else showFailure(error);
    }
  }
}

async function withoutUnwanted(
  rows: readonly VoiceRow[],
  connectionId: string | null,
): Promise<readonly VoiceRow[]> {
  const unknown = rows.filter((row) => row.work.kind === 'unknown' && row.sentTo === connectionId);
  if (unknown.length > 0) {
    const again = await confirm({
      title: m.voice_upload_again_title(),
      text: m.voice_upload_unknown_text({ name: enumerate(unknown.map((row) => row.file.name)) }),
      action: m.voice_upload_action(),
    });
    if (!again) return [];
  }
  await Promise.all(rows.map((row) => row.lookForEarlier()));
  const known = rows.filter((row) => row.earlier.length > 0 && !unknown.includes(row));
  if (known.length === 0) return rows;
  const again = await confirm({
    title: m.voice_upload_same_title(),
    text: m.voice_upload_same_text({
      count: known.length,
      countText: formatCount(known.length),
      names: enumerate(known.map((row) => row.file.name)),
    }),
    action: m.voice_upload_action(),
    stay: m.voice_upload_same_skip(),
  });
  return again ? rows : rows.filter((row) => !known.includes(row));
}

type Counted = (inputs: { count: number; countText: string }) => string;

function report({ done, failed }: RunOutcome, success: Counted, failure: Counted): void {
  const counted = (count: number) => ({ count, countText: formatCount(count) });
  // The rows show the rest; on another screen, or unseen, these words are all there is.
  if (failed > 0) toasts.show({ tone: 'danger', text: failure(counted(failed)) });
  else if (done > 0) say(success(counted(done)));
}
