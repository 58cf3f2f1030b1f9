/** Whether a test file has a test of this name, or, where it tests types, an expected error of this text: what pages of promises link to. */

const escaped = (s: string) => s.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

export const namesTest = (text: string, file: string, name: string): boolean =>
  file.endsWith('.tst.ts')
    ? new RegExp(`^// @ts-expect-error +${escaped(name)}`, 'm').test(text)
    : new RegExp(`(?<!describe|describe\\.each)\\(\\s*(['"\`])${escaped(name)}\\1,`).test(text.replaceAll("\\'", "'"))
