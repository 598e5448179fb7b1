import { Notification, type BrowserWindow } from 'electron';

/** A notification of the desktop, shown also while the window is covered or minimised. */
export interface DesktopNews {
  readonly title: string;
  /** It may be read on a locked screen: never a number or a name of a customer. */
  readonly text: string;
  /** What a click brings up, once the window is in front. */
  readonly open: () => void;
}

/** Tells news through the desktop. Where the desktop has no notifications, nothing happens. */
export function desktopNotifications(window: () => BrowserWindow | null): (news: DesktopNews) => void {
  // held until they are clicked or gone: one that was garbage-collected no longer answers
  const shown = new Set<Notification>();
  return ({ title, text, open }) => {
    const notification = new Notification({ title, body: text });
    shown.add(notification);
    notification.on('close', () => shown.delete(notification));
    notification.on('failed', () => shown.delete(notification));
    notification.on('click', () => {
      shown.delete(notification);
      const there = window();
      if (there?.isMinimized()) there.restore();
      there?.show();
      there?.focus();
      open();
    });
    notification.show();
  };
}
