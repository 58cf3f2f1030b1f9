/** Every `@example` of the source runs, and says what it promises with `expect`. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const src = resolve(__dirname, '../../src')
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'))

interface Example {
  readonly name: string
  readonly code: string
}

const examplesOf = (file: string): ReadonlyArray<Example> => {
  const text = readFileSync(join(src, file), 'utf8')
  return [
    ...text.matchAll(
      /\/\*\*((?:(?!\*\/)[\s\S])*?)@example\s*\n((?:(?!\*\/)[\s\S])*?)\*\/\s*\n?export (?:const|type|interface|class|function) (\w+)/g
    )
  ].map((m) => ({
    name: `${file}: ${m[3]}`,
    code: (m[2] as string)
      .split('\n')
      .map((l) => l.replace(/^\s*\* ?/, ''))
      .join('\n')
  }))
}

const examples = files.flatMap(examplesOf)
const scratch = mkdtempSync(join(__dirname, '.examples-'))
afterAll(() => rmSync(scratch, { recursive: true }))

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(50)
})

test.each(examples)('$name', async ({ name, code }) => {
  expect(code).toContain('expect(')
  const [imports, rest] = [code.match(/^import .*$/gm) ?? [], code.replaceAll(/^import .*$/gm, '').replaceAll(/^export /gm, '')]
  const file = join(scratch, `${name.replaceAll(/\W+/g, '-')}.ts`)
  writeFileSync(file, `${imports.join('\n')}\nexport const run = async () => {\n${rest}\n}\n`)
  await (require(file) as { readonly run: () => Promise<void> }).run()
})
