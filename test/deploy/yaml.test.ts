/** What is printed is what every reader reads: js-yaml 3 and 4, and yaml in its 1.1 and 1.2 ways (reliability 113, 114, 116). */
import fc from 'fast-check'
import { parse } from 'yaml'
import { printYaml } from '../../src/deploy/yaml.js'

const jsYaml = (path: string) => (require(path) as { readonly load: (text: string) => unknown }).load

const readers: ReadonlyArray<readonly [string, (text: string) => unknown]> = [
  ['js-yaml 4', jsYaml('js-yaml')],
  // The one that comes with jest; the deployers of old read with it.
  ['js-yaml 3', jsYaml('@istanbuljs/load-nyc-config/node_modules/js-yaml')],
  ['yaml 1.1', (text) => parse(text, { version: '1.1' })],
  ['yaml 1.2', (text) => parse(text, { version: '1.2' })]
]

const tricky = [
  'on off yes no y n Y N Yes NO null Null ~ true FALSE nan .nan inf .inf -.inf 012345678901 0o14 014 0x1F 0b11 1_000 1:20 190:20:30 1e3 1.5 +1 -1 . -'.split(
    ' '
  ),
  [
    '2012-10-17',
    '2001-12-14t21:59:43.10-05:00',
    '<<',
    '=',
    '*a',
    '&a',
    '!Ref x',
    '{id}',
    '[a]',
    'a: b',
    'a:',
    'a #b',
    '#a',
    '- a',
    '-',
    '---',
    '...'
  ],
  [
    '@x',
    '`x`',
    '%x',
    '? a',
    '?',
    '|',
    '>',
    ' lead',
    'trail ',
    '',
    ' ',
    'a\tb',
    '\t',
    'a\nb',
    'a\n',
    '\n',
    '\r\n',
    'a\r',
    '\u0000',
    '\u0007',
    '\u001b'
  ],
  [
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\u2029',
    '\ufeff',
    'a\ufeffb',
    '\ufffe',
    '\ud800',
    '\udfff',
    'a\ud800b',
    '😀',
    'Zürich',
    '日本'
  ],
  [
    '__proto__',
    'constructor',
    'toString',
    '"',
    "'",
    '\\',
    '\\n',
    "it's",
    '"a"',
    'a,b',
    "${opt:stage, 'dev'}",
    'arn:aws:sqs:eu-west-1:1:q',
    'x'.repeat(2000)
  ],
  [
    '/todos/{id}',
    'build/**',
    '!**',
    's3:ObjectCreated:*',
    'Fn::GetAtt',
    'AWS::Region',
    'a::b',
    'a:b:',
    ':a',
    '::',
    'method.request.header.X-Auth'
  ]
].flat()

const own = (key: string, value: unknown): object =>
  Object.defineProperty({}, key, { value, enumerable: true, configurable: true, writable: true })

describe.each(readers)('%s', (_, read) => {
  test.each(tricky)('reads %j as a value', (text) => {
    expect(read(printYaml({ a: text, b: [text, [text]] }))).toEqual({ a: text, b: [text, [text]] })
    expect(read(printYaml(text))).toBe(text)
  })

  test.each(tricky)('reads %j as a key', (text) => {
    const back = read(printYaml(own(text, { x: 1 }))) as object
    expect(Object.keys(back)).toEqual([text])
    expect(Object.getOwnPropertyDescriptor(back, text)?.value).toEqual({ x: 1 })
  })

  test('reads whatever JSON can say', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(read(printYaml(value))).toEqual(value)
      }),
      { seed: 42, numRuns: 300 }
    )
  })

  test('a line break in a text adds no key', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(Object.keys(read(printYaml({ description: `${a}\nevil: ${b}`, other: 1 })) as object)).toEqual([
          'description',
          'other'
        ])
      }),
      { seed: 42 }
    )
  })
})

test('shared parts are written out, never as anchors', () => {
  const shared = { a: [1] }
  expect(printYaml({ x: shared, y: shared, z: [shared, shared] })).not.toMatch(/[&*]/)
})

test('keys keep their order, undefined ones are left out, and the last line ends', () => {
  expect(printYaml({ b: 1, a: undefined, c: { z: 1, e: {} }, d: [] })).toBe('b: 1\nc:\n  z: 1\n  e: {}\nd: []\n')
})

test('what is plain is readable', () => {
  expect(
    printYaml({
      handler: 'build/api-todos/index.handler',
      arn: 'arn:aws:sns:eu-west-1:1:t',
      'Fn::GetAtt': ['A', 'Arn'],
      '1': '2'
    })
  ).toBe('"1": "2"\nhandler: build/api-todos/index.handler\narn: arn:aws:sns:eu-west-1:1:t\nFn::GetAtt:\n  - A\n  - Arn\n')
})

test.each<[unknown, string]>([
  [-0, '-0.0'],
  [0, '0'],
  [1e21, '1.0e+21'],
  [-1e21, '-1.0e+21'],
  [1.5e-7, '1.5e-7'],
  [1e-7, '1.0e-7'],
  [12, '12'],
  [true, 'true'],
  [null, 'null'],
  ['yesterday', 'yesterday'],
  ['a-yes', 'a-yes'],
  ['yes', '"yes"']
])('%j is printed as %s', (value, text) => {
  expect(printYaml(value)).toBe(`${text}\n`)
})

test('no line is folded, however long', () => {
  const long = 'word '.repeat(100)
  expect(printYaml({ a: long, b: [{ c: long }] })).toBe(`a: "${long}"\nb:\n  - c: "${long}"\n`)
})
