import { expect, test } from './app.ts';

/** What the wrapper around every handler gives back. */
interface Answer {
  readonly ok: boolean;
  readonly error?: { readonly code: string; readonly fields?: readonly { path: string; rule: string }[] };
}

test.describe('the window can do nothing that Dialdesk does not need', () => {
  test('it is sandboxed, isolated, and has no Node', async ({ launch }) => {
    const { app, page } = await launch();
    const preferences = await app.evaluate(({ webContents }) => {
      const [contents] = webContents.getAllWebContents();
      // undocumented, and the only way to read what a window was made with
      const made = contents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      return made.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    const globals = await page.evaluate(() => [
      typeof globalThis.process,
      typeof Reflect.get(globalThis, 'require'),
    ]);
    expect(globals).toEqual(['undefined', 'undefined']);
  });

  test('it cannot navigate away', async ({ launch }) => {
    const { page } = await launch();
    const before = page.url();
    await page.evaluate(() => (location.href = 'https://example.invalid/'));
    await page.evaluate(() => (location.href = 'file:///etc/passwd'));
    // a refused navigation leaves the page as it is: it still answers
    expect(await page.evaluate(() => location.href)).toBe(before);
  });

  test('it cannot open windows', async ({ launch }) => {
    const { app, page } = await launch();
    expect(await page.evaluate(() => window.open('https://example.invalid/') === null)).toBe(true);
    expect(await page.evaluate(() => window.open('app://dialdesk/') === null)).toBe(true);
    expect(app.windows()).toHaveLength(1);
  });

  test('it gets no permission', async ({ launch }) => {
    const { page } = await launch();
    const answers = await page.evaluate(async () => {
      const states = await Promise.all(
        (['geolocation', 'notifications', 'clipboard-read', 'camera', 'microphone'] as const).map(
          async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
        ),
      );
      const camera = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'granted',
        (error: unknown) => (error as Error).name,
      );
      return { states, camera };
    });
    expect(new Set(answers.states)).toEqual(new Set(['denied']));
    expect(['NotAllowedError', 'NotFoundError']).toContain(answers.camera);
  });

  test('it runs no script and loads nothing from elsewhere', async ({ launch }) => {
    const { page } = await launch();
    const outcome = await page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        violations.push(event.effectiveDirective),
      );
      const inline = document.createElement('script');
      inline.textContent = 'window.inlineRan = true';
      document.head.append(inline);
      const frame = document.createElement('iframe');
      frame.src = 'https://example.invalid/';
      document.body.append(frame);
      const fetched = await fetch('https://example.invalid/').then(
        () => 'fetched',
        () => 'refused',
      );
      // as text for a timer: what the debugger evaluates directly is exempt from the policy
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- that is what is tried
      setTimeout('window.textRan = true', 0);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const evaluated = Reflect.has(window, 'textRan');
      return {
        ran: Reflect.has(window, 'inlineRan'),
        fetched,
        evaluated,
        violations,
      };
    });
    expect(outcome).toMatchObject({ ran: false, fetched: 'refused', evaluated: false });
    expect(outcome.violations).toEqual(
      expect.arrayContaining(['script-src-elem', 'connect-src', 'script-src']),
    );
    expect(page.frames().map((frame) => frame.url())).not.toContain('https://example.invalid/');
  });

  test('app:// serves nothing but the window’s own files', async ({ launch }) => {
    const { page } = await launch();
    const statuses = await page.evaluate(() =>
      Promise.all(
        [
          'app://dialdesk/../package.json',
          'app://dialdesk/%2e%2e/main/main.js',
          'app://dialdesk/..%2f..%2fpackage.json',
          'app://dialdesk/index.html',
        ].map(async (url) => (await fetch(url)).status),
      ),
    );
    expect(statuses).toEqual([404, 404, 404, 200]);
  });
});

test.describe('main refuses loudly', () => {
  test('a payload that does not fit the contract', async ({ launch }) => {
    const { page } = await launch();
    const answers = await page.evaluate(async () => {
      const { connections, jobs, callLists } = window.dialdesk as unknown as Record<
        string,
        Record<string, (argument?: unknown) => Promise<unknown>>
      >;
      return Promise.all([
        connections?.['use']?.({ id: '../../etc' }),
        jobs?.['list']?.({ limit: 1e9 }),
        callLists?.['open']?.({ token: '/etc/passwd' }),
        callLists?.['open']?.({ token: '00000000-0000-4000-8000-000000000000' }),
      ]);
    });
    expect((answers as Answer[]).map(({ ok, error }) => [ok, error?.code])).toEqual([
      [false, 'invalid_request'],
      [false, 'invalid_request'],
      [false, 'invalid_request'],
      [false, 'not_found'],
    ]);
    expect((answers as Answer[])[0]?.error?.fields?.[0]?.path).toBe('id');
  });

  test('a channel that the contract does not name', async ({ launch }) => {
    const { page } = await launch();
    expect(
      await page.evaluate(() => [
        Object.keys(window.dialdesk).includes('ipcRenderer'),
        typeof (window.dialdesk.app as Record<string, unknown>)['openPath'],
      ]),
    ).toEqual([false, 'undefined']);
  });

  test('a frame that is not our page', async ({ launch }) => {
    const { app } = await launch();
    // another page with our own preload: only its address gives it away
    const answer = await app.evaluate(async ({ BrowserWindow, app: electron }) => {
      const foreign = new BrowserWindow({
        show: false,
        webPreferences: { preload: `${electron.getAppPath()}/build/main/preload.cjs`, sandbox: true },
      });
      await foreign.loadURL('data:text/html,<p>not ours</p>');
      const said: unknown = await foreign.webContents.executeJavaScript('window.dialdesk.app.state()');
      foreign.destroy();
      return said;
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  });
});

test('a second start shows the first one’s window instead', async ({ launch, userData }) => {
  const { app } = await launch();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const second = await launch({ userData }).then(
    () => 'a second window',
    () => 'ended',
  );
  expect(second).toBe('ended');
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized()))
    .toBe(false);
});
