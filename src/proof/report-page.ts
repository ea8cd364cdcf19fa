/** What the report's page does: views, keys, filters. Bundled by itself (esbuild.config.js), and written into the report. */

behave()

function behave(): void {
  const form = document.querySelector<HTMLFormElement>('.toolbar')
  if (!form) return
  const body = document.body
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement
  const articles = [...document.querySelectorAll<HTMLElement>('main > article')]
  const still = matchMedia('(prefers-reduced-motion: reduce)')
  field('pause').checked = still.matches

  const show = (): void => {
    body.dataset.view = field('view').value
    body.dataset.zoom = field('zoom').value
    body.style.setProperty('--amount', field('amount').value)
    body.classList.toggle('still', field('pause').checked)
    const [edition, language] = [field('edition').value, field('language').value]
    for (const element of document.querySelectorAll<HTMLElement>('[data-edition]'))
      element.hidden =
        (edition !== '' && element.dataset.edition !== edition) ||
        (language !== '' && !element.dataset.languages!.split(' ').includes(language))
    const shown = articles.filter((article) => !article.hidden).length
    document.querySelector<HTMLElement>('.none')!.hidden = shown > 0
    form.querySelector('.count')!.textContent =
      shown === articles.length ? `${shown} shown` : `${shown} of ${articles.length} shown`
  }
  form.addEventListener('input', show)
  form.addEventListener('submit', (event) => event.preventDefault())
  show()

  // Slower than three times a second, which is what some people cannot bear (WCAG 2.3.1).
  setInterval(() => {
    if (body.dataset.view === 'blink' && !field('pause').checked) body.classList.toggle('swapped')
  }, 700)

  const views = new Map(
    [...form.querySelectorAll<HTMLInputElement>('[name=view]')].map((each) => [
      each.getAttribute('aria-keyshortcuts'),
      each,
    ]),
  )
  const step = (by: number): void => {
    const shown = articles.filter((article) => !article.hidden)
    const top = form.getBoundingClientRect().bottom
    const tops = shown.map((article) => article.getBoundingClientRect().top - top - 24)
    const next = by > 0 ? tops.findIndex((y) => y > 8) : tops.findLastIndex((y) => y < -8)
    const article = shown[next]
    article?.scrollIntoView({ behavior: still.matches ? 'auto' : 'smooth' })
    article?.focus({ preventScroll: true })
  }
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const at = event.target as HTMLElement
    if (at instanceof HTMLSelectElement) return
    const onForm = at instanceof HTMLInputElement
    const view = views.get(event.key.toLowerCase())
    if (view) view.checked = true
    else if (event.key === 'j' || event.key === 'k') return step(event.key === 'j' ? 1 : -1)
    else if (event.key === 'z') {
      const sizes = ['fit', 'actual', 'double']
      field('zoom').value = sizes[(sizes.indexOf(field('zoom').value) + 1) % sizes.length]!
    } else if (event.key === ' ' && body.dataset.view === 'blink' && at !== field('pause')) {
      field('pause').checked = !field('pause').checked
      // Whoever stops it wants to see the other one, and then this one again.
      body.classList.toggle('swapped')
      event.preventDefault()
    } else if (!onForm && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      if (body.dataset.view !== 'slider' && body.dataset.view !== 'onion') return
      field('amount').value = String(Number(field('amount').value) + (event.key === 'ArrowLeft' ? -5 : 5))
      event.preventDefault()
    } else return
    show()
  })

  // The pointer takes the slider along.
  document.querySelector('main')!.addEventListener('pointermove', (event) => {
    const stage = (event.target as Element).closest('.stage')
    if (body.dataset.view !== 'slider' || !stage || !event.buttons) return
    const { left, width } = stage.querySelector('.sheet')!.getBoundingClientRect()
    field('amount').value = String(Math.round((100 * (event.clientX - left)) / width))
    show()
  })
}
