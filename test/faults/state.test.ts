/**
 * What outlives an invocation: nothing but ports. Read off the source, since what no code can write nobody can find changed; and tried,
 * since a program could still keep something in what it was made of.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { printReply } from '../../src/events/printReply.js'
import { reply } from '../../src/index.js'

const src = resolve(__dirname, '../../src')
const files = ['codecs', 'combinators', 'events', 'router'].flatMap((room) =>
  readdirSync(join(src, room), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.ts'))
    .map((f) => `${room}/${f}`)
)

// Methods that change what they are called on.
const changing = new Set([
  ...['set', 'add', 'delete', 'clear', 'push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin'],
  // A regular expression with a flag g or y keeps where it stopped.
  ...['exec', 'test']
])

/** What a module keeps, and code that could change it; a value that is being made within its own initialiser is not kept yet. */
const changesIn = (text: string): ReadonlyArray<string> => {
  const file = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true)
  const kept = new Set<string>()
  const sticky = new Set<string>()
  const found: string[] = []
  for (const statement of file.statements)
    if (ts.isVariableStatement(statement)) {
      if ((statement.declarationList.flags & ts.NodeFlags.Const) === 0) found.push(statement.getText())
      for (const d of statement.declarationList.declarations) {
        kept.add(d.name.getText())
        if (
          d.initializer !== undefined &&
          ts.isRegularExpressionLiteral(d.initializer) &&
          /\/[a-z]*[gy][a-z]*$/.test(d.initializer.text)
        )
          sticky.add(d.name.getText())
      }
    } else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name !== undefined)
      kept.add(statement.name.text)
  const shadowed = (name: string, node: ts.Node): boolean => {
    for (let n: ts.Node | undefined = node; n !== undefined && !ts.isSourceFile(n); n = n.parent) {
      if (ts.isFunctionLike(n) && n.parameters.some((p) => new RegExp(`\\b${name}\\b`).test(p.name.getText()))) return true
      if (
        ts.isBlock(n) &&
        n.statements.some(
          (s) =>
            ts.isVariableStatement(s) &&
            s.declarationList.declarations.some((d) => new RegExp(`\\b${name}\\b`).test(d.name.getText()))
        )
      )
        return true
    }
    return false
  }
  const root = (node: ts.Expression): string | undefined =>
    ts.isIdentifier(node)
      ? node.text
      : ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
        ? root(node.expression)
        : undefined
  const isKept = (node: ts.Expression): boolean => {
    const name = root(node)
    return name !== undefined && kept.has(name) && !shadowed(name, node)
  }
  const inFunction = (node: ts.Node): boolean => {
    for (let n: ts.Node | undefined = node.parent; n !== undefined; n = n.parent) if (ts.isFunctionLike(n)) return true
    return false
  }
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression } = node.expression
      const regex = name.text === 'exec' || name.text === 'test'
      if (changing.has(name.text) && (regex ? ts.isIdentifier(expression) && sticky.has(expression.text) : isKept(expression)))
        found.push(node.getText())
      if (
        root(expression) === 'Object' &&
        ['assign', 'defineProperty', 'setPrototypeOf'].includes(name.text) &&
        node.arguments[0] !== undefined &&
        isKept(node.arguments[0])
      )
        found.push(node.getText())
    }
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    )
      if (isKept(node.left) && inFunction(node)) found.push(node.getText())
    if (
      (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
      [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(node.operator)
    )
      if (isKept(node.operand)) found.push(node.getText())
    if (ts.isDeleteExpression(node) && isKept(node.expression)) found.push(node.getText())
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

// What is kept all the same: answers of pure functions, never of a request's values alone, and never more than so many.
const memos: Readonly<Record<string, ReadonlyArray<string>>> = {
  // One code for each status that has a phrase: there are some thirty.
  'combinators/HttpError.ts': ['codes.set(status, code)'],
  // Codecs of ours, marked where they are made: held by the codecs themselves.
  'codecs/textCodecs.ts': ['made.add(codec)'],
  'codecs/reflect.ts': ['records.add(codec)'],
  // How the name of a header is printed, for the first two hundred names.
  'events/printReply.ts': ['printed.set(key, name)']
}

test.each(files)('89 %s keeps nothing of an invocation: no module variable is ever changed', (file) => {
  const found = changesIn(readFileSync(join(src, file), 'utf8'))
  expect(found.filter((code) => memos[file]?.includes(code) !== true)).toEqual([])
})

test('89 what is remembered of header names is bounded, and is what anybody would be told anew', () => {
  const o = { method: 'GET', accept: undefined, binaryTypes: [], gateway: 'rest' } as const
  const names = Array.from({ length: 500 }, (_, i) => `X-Name-${i}`)
  for (const name of [...names, ...names, '__proto__', 'Connection', '__proto__']) {
    const printed = printReply(reply(200, 1, Object.fromEntries([[name, '1']])), o) as { readonly headers: object }
    const lower = name === 'Connection' ? [] : [[name.toLowerCase(), '1']]
    expect(Object.entries(printed.headers)).toEqual([...lower, ['content-type', 'application/json']])
  }
  expect(printReply(reply(200, 1, { 'X Name': '1' }), o)).toMatchObject({ status: 500 })
  expect(printReply(reply(200, 1, { 'X Name': '1' }), o)).toMatchObject({ status: 500 })
})

test('89 what would keep something is found', () => {
  for (const code of [
    'let last = 0',
    'const seen = new Map()\nconst f = (k) => { seen.set(k, 1) }',
    'const all = []\nconst f = (k) => { all.push(k) }',
    'const o = {}\nconst f = (k) => { o[k] = 1 }',
    'const o = { a: { n: 0 } }\nconst f = () => { o.a.n += 1 }',
    'const o = { n: 0 }\nconst f = () => o.n++',
    'const o = { n: 0 }\nconst f = () => { delete o.n }',
    'const o = {}\nconst f = (x) => Object.assign(o, x)',
    'const re = /a/g\nconst f = (s) => re.test(s)',
    'function f() { f.last = 1 }'
  ])
    expect([code, changesIn(code).length]).toEqual([code, 1])
  for (const code of [
    'const o = { n: 0 }\nconst f = (o) => { o.n = 1 }',
    'const m = 1\nconst f = () => { const m = new Map(); m.set(1, 1) }',
    'const re = /a/\nconst f = (s) => re.test(s)'
  ])
    expect([code, changesIn(code)]).toEqual([code, []])
})
