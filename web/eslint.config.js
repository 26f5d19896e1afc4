import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import ts from 'typescript-eslint'

export default ts.config(
  { ignores: ['dist/', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue}'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser, ecmaVersion: 'latest', sourceType: 'module' },
    },
    rules: {
      // TypeScript itself reports undefined names, types included.
      'no-undef': 'off',
      complexity: ['error', 8],
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    // A component's set-up and a test's describe are rooms, not functions.
    files: ['**/*.vue', '**/*.test.ts', 'src/stores/*.ts'],
    rules: { 'max-lines-per-function': 'off', 'vue/multi-word-component-names': 'off' },
  },
  prettier,
)
