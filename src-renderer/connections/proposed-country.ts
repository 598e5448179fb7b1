import { numberedCountries, numberedCountry } from '../../src-main/contract/number-plan.ts';

/** Where the regions of public clouds are that call centres are hosted in, by the beginning of their names. */
const regions: readonly (readonly [name: string, country: string])[] = [
  ['cn-', 'CN'],
  ['ap-southeast-1', 'HK'],
  ['ap-southeast-2', 'TH'],
  ['ap-southeast-3', 'SG'],
  ['ap-southeast-4', 'ID'],
  ['ap-southeast-5', 'PH'],
  ['af-south-1', 'ZA'],
  ['af-north-1', 'EG'],
  ['la-north-2', 'MX'],
  ['la-south-2', 'CL'],
  ['sa-brazil-1', 'BR'],
  ['na-mexico-1', 'MX'],
  ['me-east-1', 'SA'],
  ['tr-west-1', 'TR'],
];

/**
 * The country whose numbers a call centre probably dials: of its time zone, its cloud region, or the end of its host's
 * name. A guess, to be confirmed; undefined where nothing tells.
 */
export function proposedCountry(host: string, timeZone: string): string | undefined {
  const name = host.trim().toLowerCase();
  const region = regions.find(([begin]) => name.split('.').some((label) => label.startsWith(begin)));
  const end = /\.([a-z]{2})$/.exec(name)?.[1]?.toUpperCase();
  return (
    countryOfZone(timeZone.trim()) ??
    region?.[1] ??
    (end !== undefined && numberedCountry(end) !== undefined ? end : undefined)
  );
}

function countryOfZone(zone: string): string | undefined {
  if (zone === '') return undefined;
  return numberedCountries.find((country) => {
    // Newer than the types that are at hand.
    const locale: object = new Intl.Locale('und', { region: country });
    const zones = (locale as { getTimeZones: () => readonly string[] | undefined }).getTimeZones();
    return zones?.includes(zone) ?? false;
  });
}
