import '../ui/tokens.css';
import '../ui/base.css';
import './starting.css';

/** The longest that a frame is waited for, in milliseconds: a hidden window may be given none. */
const patience = 200;

// What the page shows while it starts is seen first; to read and compile the rest takes several frames.
const frame = new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
await Promise.race([frame, new Promise((resolve) => setTimeout(resolve, patience))]);
await import('./open.ts');
