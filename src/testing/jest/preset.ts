/**
 * `preset: 'quaich'`: TypeScript and packages that are ESM alone (ours, middy's, any other) in jest as it comes, without its experimental
 * modules. Not a way to mock modules: `jest.mock` is not hoisted, and nothing here needs it. A `transform` of your own goes first.
 */
import { fileURLToPath } from 'node:url'

const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

/** A jest configuration: `export default { preset: 'quaich' }`. @since 0.1.0 */
const preset: {
  readonly testEnvironment: string
  readonly resolver: string
  readonly setupFilesAfterEnv: ReadonlyArray<string>
  readonly transform: Readonly<Record<string, string>>
  readonly transformIgnorePatterns: ReadonlyArray<string>
} = {
  testEnvironment: 'node',
  resolver: beside('./resolver.js'),
  setupFilesAfterEnv: [beside('./index.js')],
  transform: { '\\.[cm]?[jt]sx?$': beside('./transform.js') },
  // Which packages are ESM alone is found file by file: the others are handed on untouched.
  transformIgnorePatterns: []
}

export default preset
