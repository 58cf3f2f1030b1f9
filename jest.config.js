/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Jest leaves one core alone: of two, that is half of them.
  maxWorkers: '100%',
  roots: ['<rootDir>/test', '<rootDir>/examples'],
  modulePathIgnorePatterns: ['/build/', '/dist/'],
  testMatch: ['**/*.test.ts'],
  // No clock decides a test: this one ends what hangs.
  testTimeout: 120_000,
  transform: {
    '^.+\\.(t|j|mj)s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }
    ]
  },
  // middy and the libraries that are ESM only are transformed like our own files.
  transformIgnorePatterns: [
    '/node_modules/(?!(@middy|cookie|chokidar|readdirp|@jimp/core|file-type|strtok3|token-types|@tokenizer|@borewit|uint8array-extras|arktype|@ark|arkregex)/)'
  ],
  resolver: '<rootDir>/test/resolve.cjs',
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // What jimp reads types of files with exports to 'import' alone.
    '^file-type$': '<rootDir>/node_modules/file-type/index.js',
    '^quaich$': '<rootDir>/src/index',
    '^quaich/testing$': '<rootDir>/src/testing/index',
    '^quaich/testing/jest$': '<rootDir>/src/testing/jest/index',
    '^quaich/deploy$': '<rootDir>/src/deploy/index'
  }
}
