import { childrenNamed, parseSmallXml } from './small-xml.ts';
import { before } from '../../contract/text-edges.ts';

/** One relationship of a part: what it is and where it leads, as a name inside the archive. */
export interface Relationship {
  readonly id: string;
  /** The last segment of the type, the same in the transitional and the strict form: `worksheet`, `styles` … */
  readonly type: string;
  readonly target: string;
}

/**
 * Reads a relationships part (ECMA-376 part 2, 6.5). Targets are resolved against the folder of the part that has
 * them, absolute ones against the archive; those outside of the package are left out.
 *
 * @param owner the name of the part that the relationships belong to; '' for the package
 */
export function readRelationships(owner: string, xml: string): Relationship[] {
  const root = parseSmallXml(`The relationships of ${owner || 'the package'}`, xml);
  const found: Relationship[] = [];
  for (const { attributes } of childrenNamed(root, 'Relationship')) {
    if (attributes.get('TargetMode')?.toLowerCase() === 'external') continue;
    found.push({
      id: attributes.get('Id') ?? '',
      type: (attributes.get('Type') ?? '').split('/').at(-1) ?? '',
      target: resolveTarget(owner, attributes.get('Target') ?? ''),
    });
  }
  return found;
}

/** The name of the part that holds the relationships of another. */
export function relationshipsOf(part: string): string {
  const slash = part.lastIndexOf('/') + 1;
  return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
}

function resolveTarget(owner: string, target: string): string {
  const plain = decoded(before(target.replaceAll('\\', '/'), '?#'));
  const folder = plain.startsWith('/') ? [] : owner.split('/').slice(0, -1);
  for (const segment of plain.split('/')) {
    if (segment === '..') folder.pop();
    else if (segment !== '' && segment !== '.') folder.push(segment);
  }
  return folder.join('/');
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
