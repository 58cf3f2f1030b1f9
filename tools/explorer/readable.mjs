// How well the text of a page can be read ("WCAG 2.2", 1.4.3): each text with the colours it has and stands on. Runs in the page.

/** The texts of less than this contrast, with what they say; nothing where all can be read. What is switched off need not be. */
export const faint = (least) => {
  const parts = (colour) => (/^rgba?\((.+)\)$/.exec(colour)?.[1] ?? '0,0,0,0').split(',').map(Number)
  const clear = (colour) => colour === 'none' || parts(colour)[3] === 0
  const luminance = (colour) => {
    const [r, g, b] = parts(colour)
      .slice(0, 3)
      .map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const own = at.matches('g.node, a.node')
        ? getComputedStyle(at.querySelector('rect')).fill
        : getComputedStyle(at).backgroundColor
      if (!clear(own)) return own
    }
    return 'rgb(255, 255, 255)'
  }
  const contrast = (a, b) => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
    return (light + 0.05) / (dark + 0.05)
  }
  const texts = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const [text, element] = [walker.currentNode.data.trim(), walker.currentNode.parentElement]
    if (text === '' || element.closest('title, noscript, :disabled') !== null || !element.checkVisibility()) continue
    texts.push({ text, element, colour: getComputedStyle(element)[element instanceof SVGElement ? 'fill' : 'color'] })
  }
  for (const element of document.querySelectorAll('input, textarea')) {
    texts.push({ text: element.value, element, colour: getComputedStyle(element).color })
    texts.push({ text: element.placeholder, element, colour: getComputedStyle(element, '::placeholder').color })
  }
  const bad = texts.flatMap(({ text, element, colour }) => {
    const ratio = contrast(colour, behind(element))
    return ratio < least ? [`${ratio.toFixed(2)} ${text}`] : []
  })
  return { texts: texts.length, bad }
}
