/** One step of a wizard as the Steps line shows it. */
export interface Step {
  readonly id: string;
  readonly label: string;
  readonly state: 'done' | 'now' | 'next';
  /** May be gone to by a click. Only steps already done usually can. */
  readonly reachable?: boolean | undefined;
}
