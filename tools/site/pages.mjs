// The pages of the site in their order: what `pages.json` says, read from the repository. README.md, CONTRIBUTING.md and their like come
// from the top of the repository, all others from `docs`.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const repository = join(import.meta.dirname, '../..')

export const sections = JSON.parse(readFileSync(join(import.meta.dirname, 'pages.json'), 'utf8'))

/** Where a page comes from. */
export const sourceOf = (page) => {
  const top = join(repository, page)
  return !page.includes('/') && existsSync(top) ? top : join(repository, 'docs', page)
}

/** Its path in the site, without the ending. */
export const pathOf = (page) => (page === 'README.md' ? 'index' : page.replace(/README\.md$/, 'index').replace(/\.md$/, ''))

export const titleOf = (text, page) => /^# (.+)$/m.exec(text)?.[1]?.replaceAll('`', '') ?? page

/** The first paragraph under the title, as one line of plain text. */
export const summaryOf = (text) => {
  const [, paragraph = ''] = /^# .+\n+((?:(?!\n\n)[\s\S])+)/m.exec(text) ?? []
  return paragraph
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
