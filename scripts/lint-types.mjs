// One program for the components that are linted with types. ESLint's own way builds a new one for each of them, because
// their scripts are text that no file holds: three quarters of the time of linting went there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as svelteParser from 'svelte-eslint-parser';
import typescript from 'typescript';
import ts from 'typescript-eslint';
import { root } from './paths.mjs';

/** All that is linted with types; what the window and main may use apart is for `tsc` and svelte-check to say. */
export const lintProject = join(root, 'tsconfig.lint.json');

const isSvelte = (path) => path.endsWith('.svelte') || path.endsWith('.svelte.ts');

/** Ends a parse once its script is known. */
class Caught extends Error {}

/** The TypeScript that svelte-eslint-parser makes of a component, and of a module with runes. */
function scriptOf(filePath, code) {
  let script = null;
  const catching = {
    ...ts.parser,
    parseForESLint(text, options) {
      // It parses first without types, to see which variables there are; what it asks types for is the script.
      if (!options.project) return ts.parser.parseForESLint(text, options);
      script = text;
      throw new Caught();
    },
  };
  try {
    svelteParser.parseForESLint(code, { filePath, parser: catching, project: lintProject });
  } catch (error) {
    // A component that cannot be parsed is for the linter to report, at its line.
    if (!(error instanceof Caught)) return code;
  }
  return script ?? code;
}

function buildProgram() {
  const parsed = typescript.getParsedCommandLineOfConfigFile(
    lintProject,
    { allowNonTsExtensions: true },
    { ...typescript.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
    undefined,
    undefined,
    [{ extension: '.svelte', isMixedContent: true, scriptKind: typescript.ScriptKind.Deferred }],
  );
  const host = typescript.createCompilerHost(parsed.options, true);
  const plain = host.getSourceFile;
  host.getSourceFile = (path, version, ...rest) =>
    isSvelte(path)
      ? typescript.createSourceFile(
          path,
          scriptOf(path, readFileSync(path, 'utf8')),
          version,
          true,
          typescript.ScriptKind.TS,
        )
      : plain(path, version, ...rest);
  // what they import comes with them, and nothing else is asked about
  const components = parsed.fileNames.filter((path) => isSvelte(path) || path.endsWith('.d.ts'));
  return typescript.createProgram(components, parsed.options, host);
}

let program;

/**
 * typescript-eslint's parser, which takes types from the one program. A text that is not (or no longer) what the
 * program has, as in an editor, is parsed with a program of its own.
 */
export const typedParser = {
  ...ts.parser,
  parseForESLint(code, options) {
    if (!options.project) return ts.parser.parseForESLint(code, options);
    program ??= buildProgram();
    const known = program.getSourceFile(options.filePath)?.text === code;
    const types = known ? { project: undefined, programs: [program] } : {};
    return ts.parser.parseForESLint(code, { ...options, ...types });
  },
};
