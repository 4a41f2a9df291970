import js from '@eslint/js';
import prettier from 'eslint-config-prettier/flat';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const SPECS = [
  '**/*.spec.ts',
  '**/*.spec.tsx',
  '**/test/**/*.ts',
  '**/*.fixture.ts',
  'libs/testing/src/**/*.ts',
];
/** What Node itself knows without an import. */
const NODE_GLOBALS = Object.fromEntries(
  Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly']),
);
const TYPESCRIPT = ['**/*.ts', '**/*.tsx'];

export default defineConfig(
  {
    ignores: [
      '**/bundle/',
      '**/dist/',
      '**/generated/',
      '**/node_modules/',
      '**/recordings/',
      'artifacts/',
      'coverage/',
      'data/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  js.configs.recommended,
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        // A tool's configuration at the root belongs to no package's project.
        projectService: { allowDefaultProject: ['*.ts'], defaultProject: 'tsconfig.base.json' },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // What comes from outside is parsed, not asserted: an assertion is a check that nobody made.
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-explicit-any': 'error',
      // A promise that nobody waits for hides its failure; `void` says that this is meant.
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/no-misused-promises': 'error',
      // One implementation may do at once what its interface promises; `async` makes its errors rejections.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        // Nest reads constructor types at run time; with decorators the rule leaves those imports alone.
        { fixStyle: 'inline-type-imports' },
      ],
      // Names that come from outside (a query, an environment) look different from our own.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // A Nest module is an empty class with a decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Nest types its bags of options as classes; there is no instance to make.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Numbers and booleans print as they are; objects and undefined in a text are mistakes.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => resolve()` and `() => logger.info(…)` are read more easily than with braces.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // An arrow may have nothing to do; a method of an interface too.
      '@typescript-eslint/no-empty-function': 'off',
      // `for (;;)` and `while (true)` are how a service waits.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // An unused name is an error of the compiler too; the language's own rule knows no types.
      'no-unused-vars': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // A barrel hides where things are, and loads all of them for one.
    files: ['libs/**/index.{ts,tsx}', 'apps/**/index.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Program',
          message:
            'No index.ts: a lib is imported by file, so that the import line is the address (@fullcarry/domain/plan). Name the file after its concept.',
        },
      ],
    },
  },
  {
    files: ['apps/dashboard/src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      // Speaks to the React compiler, which is not used: TanStack's tables and lists are meant to be called so.
      'react-hooks/incompatible-library': 'off',
    },
  },
  {
    // The command line's output is its purpose.
    files: ['apps/cli/src/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: SPECS,
    rules: {
      // A spec knows what it arranged: an index that is out of range fails the test, as it should.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-assertions': 'off',
      // jest's matchers are typed `any`, and answers of foreign HTTP servers are read as they are.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // `expect(object.method)` never calls it.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // Scripts and configuration run on plain Node and talk to people.
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: NODE_GLOBALS,
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' },
    },
  },
  prettier,
);
