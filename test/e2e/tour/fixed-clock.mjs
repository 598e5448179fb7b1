// Loaded before main, in each of its workers and in the window: every start is on the same morning, so that the demo system
// makes the same reservations and campaigns. Time passes as it does; only its beginning is moved.
const shift = Date.now() - Date.UTC(2026, 2, 10, 9, 20);
const Machine = Date;

globalThis.Date = class extends Machine {
  constructor(...parts) {
    if (parts.length === 0) super(Machine.now() - shift);
    else super(...parts);
  }
  static now() {
    return Machine.now() - shift;
  }
};
