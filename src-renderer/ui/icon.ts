import type { Component } from 'svelte';

/** An icon of the lucide set, as `@lucide/svelte/icons/<name>` exports it. */
export type Icon = Component<{
  size?: number | string;
  strokeWidth?: number | string;
  'aria-hidden'?: 'true';
}>;
