/** Where an import is to go, as the user was shown it. */
export interface AskedPlace {
  readonly connectionId: string;
  readonly campaignId: string;
  readonly serverId: string;
  readonly folder: string;
  readonly startsAt: { readonly hour: number; readonly minute: number } | null;
}

/** An import that the user asked for. No two have a file name in common, so what arrives says whose it is. */
export interface AskedImport {
  /** Its job; null until the user was told of one. */
  job: string | null;
  /** Which of the lists. */
  readonly list: number;
  /** What the user asked for, by the name the file was to have. */
  readonly places: Map<string, AskedPlace>;
  /** How many arrivals the user has given an answer for. */
  answeredFor: number;
  /** How often the user has said, of an unknown outcome, that it is to be sent again. */
  again: number;
  /** Taken off the list. */
  removed: boolean;
}
