import { anyOf, withoutEdges } from '../../contract/text-edges.ts';

/** What a file of an import is called: a name that every file system takes. */
export function fileNameOf(name: string): string {
  const plain = withoutEdges(name.replace(/[^\p{L}\p{N}._ -]+/gu, '-'), anyOf('. -'));
  return plain.slice(0, 60) || 'import';
}
