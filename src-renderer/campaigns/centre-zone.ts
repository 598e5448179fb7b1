/** The call centre's zone, where it is known and is not this computer's anyway. */
export function zoneElsewhere(zone: string | undefined): string | null {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone === undefined || zone === own ? null : zone;
}
