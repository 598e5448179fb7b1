// What start.ts compares with: the least an Electron app can be. It opens one window with one line in it.
import { app, BrowserWindow } from 'electron';

// not awaited at the top level: Electron is ready only once this file has been run
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true } });
  return window.loadURL('data:text/html,<!doctype html><title>Empty</title><h1>Empty</h1>');
});
