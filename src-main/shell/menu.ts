import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { LanguageChoice, MenuCommand } from '../contract/app.ts';
import { m } from '../contract/messages/messages.js';

export interface MenuActions {
  readonly command: (command: MenuCommand) => void;
  readonly setLanguage: (choice: LanguageChoice) => void;
  readonly language: LanguageChoice;
  readonly openLogFolder: () => void;
  /** Reload and developer tools; never in a packaged app. */
  readonly developer: boolean;
}

/** Sets the application's native menu, in the language that is in use now. */
export function setMenu(actions: MenuActions): void {
  const go = (command: MenuCommand) => () => actions.command(command);
  const mac = process.platform === 'darwin';
  const languages: readonly [LanguageChoice, string][] = [
    ['system', m.shell_menu_language_system()],
    // each in its own language, so that it can be found by who cannot read the other
    ['en', 'English'],
    ['zh', '简体中文'],
  ];

  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: m.shell_menu_file(),
      submenu: [
        { label: m.shell_menu_new_import(), accelerator: 'CmdOrCtrl+N', click: go('new-import') },
        {
          label: m.shell_menu_open_prepared(),
          accelerator: 'CmdOrCtrl+O',
          click: go('open-prepared'),
        },
        {
          label: m.shell_menu_modify_reservation(),
          accelerator: 'CmdOrCtrl+Shift+M',
          click: go('modify-reservation'),
        },
        { label: m.shell_menu_new_connection(), click: go('new-connection') },
        { type: 'separator' },
        {
          label: m.shell_menu_settings(),
          accelerator: 'CmdOrCtrl+,',
          click: go('settings'),
        },
        { type: 'separator' },
        mac ? { role: 'close', label: m.shell_menu_close() } : { role: 'quit', label: m.shell_menu_quit() },
      ],
    },
    {
      label: m.shell_menu_edit(),
      submenu: [
        { role: 'undo', label: m.shell_menu_undo() },
        { role: 'redo', label: m.shell_menu_redo() },
        { type: 'separator' },
        { role: 'cut', label: m.shell_menu_cut() },
        { role: 'copy', label: m.shell_menu_copy() },
        { role: 'paste', label: m.shell_menu_paste() },
        { role: 'selectAll', label: m.shell_menu_select_all() },
      ],
    },
    {
      label: m.shell_menu_view(),
      submenu: [
        { label: m.shell_menu_imports(), accelerator: 'CmdOrCtrl+1', click: go('imports') },
        { label: m.shell_nav_outbox(), click: go('outbox') },
        { label: m.shell_nav_campaigns(), click: go('campaigns') },
        { label: m.shell_menu_voice(), accelerator: 'CmdOrCtrl+2', click: go('voice') },
        { label: m.shell_menu_reservations(), accelerator: 'CmdOrCtrl+3', click: go('reservations') },
        { label: m.shell_menu_servers(), accelerator: 'CmdOrCtrl+4', click: go('servers') },
        { label: m.shell_menu_connections(), accelerator: 'CmdOrCtrl+5', click: go('connections') },
        { label: m.shell_menu_activity(), accelerator: 'CmdOrCtrl+9', click: go('activity') },
        { type: 'separator' },
        {
          label: m.shell_menu_language(),
          submenu: languages.map(([choice, label]) => ({
            label,
            type: 'radio',
            checked: actions.language === choice,
            click: () => actions.setLanguage(choice),
          })),
        },
        { type: 'separator' },
        { role: 'resetZoom', label: m.shell_menu_zoom_reset() },
        { role: 'zoomIn', label: m.shell_menu_zoom_in() },
        { role: 'zoomOut', label: m.shell_menu_zoom_out() },
        { role: 'togglefullscreen', label: m.shell_menu_full_screen() },
        ...(actions.developer
          ? ([{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }] as const)
          : []),
      ],
    },
    { role: 'windowMenu', label: m.shell_menu_window() },
    {
      role: 'help',
      label: m.shell_menu_help(),
      submenu: [
        { label: m.shell_menu_manual(), accelerator: 'F1', click: go('manual') },
        { label: m.shell_menu_shortcuts(), accelerator: 'CmdOrCtrl+/', click: go('shortcuts') },
        { type: 'separator' },
        { label: m.shell_menu_diagnostics(), click: go('save-diagnostics') },
        { label: m.shell_menu_log_folder(), click: actions.openLogFolder },
        // the version, and where updates and licences are; on a Mac it stands in the app's own menu
        ...(mac ? [] : ([{ type: 'separator' }, { role: 'about', label: m.shell_menu_about() }] as const)),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
