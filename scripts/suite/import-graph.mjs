// Which file needs which, as far as its text says: imports, workers, children, fixtures and folders that are named by a
// relative path, or by their path in the repository.
import { dirname, join } from 'node:path/posix';

/** Every quoted text that may be a path; of a template, what stands before its first expression. */
const quoted = /'([^'\n\\]+)'|"([^"\n\\]+)"|`([^`$\n\\]*)/g;
const code = /\.([cm]?js|ts|svelte|html|json)$/;

/**
 * @param {ReadonlyMap<string, string>} texts every file of the repository, by its path from the root; of those that
 *   are no code, the text may be left empty
 * @returns {Map<string, Set<string>>} each file with those that it names
 */
export function importGraph(texts) {
  const folders = new Map();
  for (const path of texts.keys()) {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      const inside = folders.get(folder) ?? [];
      folders.set(folder, [...inside, path]);
    }
  }
  /** A folder that is named stands for its data: to name the one that all sources lie in says nothing. */
  const dataIn = (folder) =>
    (folders.get(folder) ?? []).filter((path) => !code.test(path) || /fixtures/.test(path));

  const named = (from, text) => {
    const found = [];
    for (const start of [dirname(from), '.']) {
      const path = join(start, text).replace(/\/$/, '');
      if (texts.has(path)) found.push(path);
      else found.push(...dataIn(path));
    }
    return found;
  };

  const graph = new Map();
  for (const [path, text] of texts) {
    const needs = new Set();
    if (code.test(path)) {
      for (const [, single, double, template] of text.matchAll(quoted)) {
        const value = single ?? double ?? template ?? '';
        if (value.includes('/') || value.includes('.'))
          for (const other of named(path, value)) needs.add(other);
      }
      needs.delete(path);
    }
    graph.set(path, needs);
  }
  return graph;
}

/**
 * All that needs one of the files, directly or through others, and the files themselves.
 *
 * @param {(path: string) => boolean} joinsAll where everything meets: what needs such a file is not followed
 */
export function touchedBy(graph, files, joinsAll = () => false) {
  const neededBy = new Map();
  for (const [path, needs] of graph) {
    for (const other of needs) neededBy.set(other, [...(neededBy.get(other) ?? []), path]);
  }
  const touched = new Set(files);
  const open = [...files];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (joinsAll(path) && !files.includes(path)) continue;
    for (const other of neededBy.get(path) ?? []) {
      if (touched.has(other)) continue;
      touched.add(other);
      open.push(other);
    }
  }
  return touched;
}
