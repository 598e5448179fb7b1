import type { Page } from 'playwright/test';

/** Adds a connection that leads nowhere, and uses it, as the rail does. @returns the ID of the demo connection */
export async function useAnother(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const of = <T>(answer: { ok: true; value: T } | { ok: false; error: { message: string } }): T => {
      if (answer.ok) return answer.value;
      throw new Error(answer.error.message);
    };
    const [demo] = of(await window.dialdesk.connections.list());
    if (!demo) throw new Error('there is no demo connection');
    const made = of(
      await window.dialdesk.connections.create({
        settings: { ...demo, name: 'South', isales: { host: 'south.invalid', port: 443 } },
        secretKey: 'another-key',
      }),
    );
    of(await window.dialdesk.connections.use({ id: made.id }));
    return demo.id;
  });
}
