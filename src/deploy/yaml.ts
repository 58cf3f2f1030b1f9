/**
 * Plain data as YAML that every reader reads alike, YAML 1.1 and 1.2: a text stands plain only where no reader could take it for anything
 * else, and quoted with escapes otherwise. No anchors, no folding, the keys in the order they have.
 */
import { Document, type Scalar, type ScalarTag } from 'yaml'

/**
 * Prints data that JSON could hold; keys without a value are left out. Ends with a newline.
 * @since 0.1.0
 * @example
 * import { printYaml } from 'quaich/deploy'
 * expect(printYaml({ stage: 'dev', version: '1.10', on: true })).toBe('stage: dev\nversion: "1.10"\n"on": true\n')
 */
export const printYaml = (data: unknown): string => {
  const document = new Document(data, {
    aliasDuplicateObjects: false,
    // The first of those that know a value prints it.
    customTags: (tags) => [scalar, ...tags]
  })
  return document.toString()
}

// Starts with a letter or a slash, has no character that any YAML gives a meaning, and is no word that some reader knows.
const plain = /^[A-Za-z/][A-Za-z0-9_./-]*(?::{1,2}[A-Za-z0-9_./-]+)*$/
const words = /^(?:y|yes|n|no|true|false|on|off|null|nan|inf)$/i

const quoted = (s: string): string => (plain.test(s) && !words.test(s) ? s : doubleQuoted(s))

// JSON's escapes are YAML's; what JSON leaves as it is and some reader does not (or a person cannot see) is escaped as well.
const doubleQuoted = (s: string): string =>
  JSON.stringify(s).replaceAll(
    /[\u007f-\u009f\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
  )

const numeral = (n: number): string => (Object.is(n, -0) ? '-0.0' : String(n).replace(/^(-?\d)e/, '$1.0e'))

// Nothing is parsed here: `test` is there because tags that have one come before those that have none.
const scalar: ScalarTag = {
  tag: 'tag:yaml.org,2002:str',
  default: true,
  identify: (value) => typeof value === 'string' || typeof value === 'number',
  test: plain,
  resolve: String,
  stringify: ({ value }: Scalar) => (typeof value === 'number' ? numeral(value) : quoted(String(value)))
}
