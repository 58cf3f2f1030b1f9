// The site of docs/: pages and their order come from pages.json. The search index is built in and works without a network.
import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitepress'
import { pathOf, sections, sourceOf, titleOf } from '../pages.mjs'

const item = (page) => ({
  text: page === 'README.md' ? 'quaich' : titleOf(readFileSync(sourceOf(page), 'utf8'), page),
  link: `/${pathOf(page).replace(/(^|\/)index$/, '$1')}`
})

// Each cell knows the head of its column: on a phone a table is a list of cards.
const headed = ({ tokens }) => {
  let heads = []
  let column = 0
  for (const [i, token] of tokens.entries()) {
    if (token.type === 'table_open') heads = []
    if (token.type === 'tr_open') column = 0
    if (token.type === 'th_open') heads.push(tokens[i + 1].content)
    if (token.type !== 'td_open') continue
    const head = heads[column++]
    if (head) token.attrSet('data-head', head)
  }
}

const api = JSON.parse(readFileSync(new URL('../.pages/api/typedoc-sidebar.json', import.meta.url), 'utf8'))

export default defineConfig({
  title: 'quaich',
  description: 'AWS Lambda services in TypeScript as pure functions',
  srcDir: '.pages',
  outDir: 'dist',
  cacheDir: '.cache',
  cleanUrls: false,
  lastUpdated: false,
  markdown: {
    // Anchors are those of the repository's own pages.
    anchor: {
      slugify: (title) =>
        title
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
          .trim()
          .replaceAll(/\s/g, '-')
          .replace(/^_+/, '')
    },
    // Text in braces is text: nothing in these pages is a template.
    config: (md) => {
      md.core.ruler.push('heads', headed)
      for (const rule of ['text', 'code_inline']) {
        const print = md.renderer.rules[rule] ?? ((tokens, i) => md.utils.escapeHtml(tokens[i].content))
        md.renderer.rules[rule] = (...args) => print(...args).replaceAll('{{', '{<!-- -->{')
      }
    }
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Docs', link: '/' },
      { text: 'API', link: '/api/' }
    ],
    sidebar: {
      '/api/': api,
      '/': [
        ...sections.map(({ text, pages, collapsed = false }) => ({ text, collapsed, items: pages.map(item) })),
        { text: 'Reference', items: [{ text: 'API', link: '/api/' }] }
      ]
    }
  }
})
