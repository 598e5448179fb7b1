// Rules that both linters enforce: oxlint in TypeScript, ESLint in components and scripts.

/** Taste that catches defects. */
export const taste = {
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  eqeqeq: 'error',
  'no-console': 'error',
};

/** A file is one idea. Blank lines and comments count: they are read as well. */
export const oneIdea = { 'max-lines': ['error', 350] };

/**
 * Rules that can never find anything here, and whose looking costs time. Any other rule of the presets stays on, even if
 * it has found nothing yet.
 */
export const cannotFind = {
  // `erasableSyntaxOnly` makes declaring an enum a compile error.
  '@typescript-eslint/no-duplicate-enum-values': 'off',
  '@typescript-eslint/prefer-literal-enum-member': 'off',
  // All of it is ECMAScript modules, where these are syntax errors.
  'no-delete-var': 'off',
  'no-octal': 'off',
  'no-nonoctal-decimal-escape': 'off',
};

/**
 * What is matched comes from files and servers: no expression may take more time than its text is long, neither at one
 * place of the text (backtracking) nor by beginning again at every place (moving).
 */
export const linearTime = {
  'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
  'regexp/no-super-linear-move': ['error', { report: 'potential', ignoreSticky: true }],
};
