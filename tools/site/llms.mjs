// node tools/site/llms.mjs [--check]: writes llms.txt at the top of the repository, the pages with their titles and first paragraphs,
// for readers that are programs (https://llmstxt.org). `--check` writes nothing and ends with 1 where the file is not what it would write.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { repository, sections, sourceOf, summaryOf, titleOf } from './pages.mjs'

// Enough to choose by: the first sentence, without the mark that notes begin with.
const firstOf = (summary) => /^.*?[.!?](?=\s|$)/.exec(summary.replace('**Decided.** ', ''))?.[0] ?? summary

const line = (page) => {
  const text = readFileSync(sourceOf(page), 'utf8')
  return `- [${titleOf(text, page)}](${relative(repository, sourceOf(page))}): ${firstOf(summaryOf(text))}`
}

const readme = readFileSync(join(repository, 'README.md'), 'utf8')
const text = `# quaich

> ${summaryOf(readme)}

${sections.map((s) => `## ${s.text}\n\n${s.pages.map(line).join('\n')}`).join('\n\n')}
`

const file = join(repository, 'llms.txt')
if (process.argv.includes('--check')) {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error('llms.txt is not what the pages say: npm run llms')
    process.exitCode = 1
  }
} else writeFileSync(file, text)
