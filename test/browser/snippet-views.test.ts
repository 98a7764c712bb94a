import { describeInBrowser, openUnattended } from '../kit/browser.ts'
import {
  pageWithTag,
  PUBLIC_KEY,
  SLOW_START_MS,
  startSnippetLab,
  to,
  viewed,
  views,
  type SnippetLab,
} from '../kit/snippet-lab.ts'

describeInBrowser('snippet: page views', () => {
  let lab: SnippetLab
  beforeAll(async () => (lab = await startSnippetLab()), SLOW_START_MS)
  afterEach(() => lab.reset())
  afterAll(() => lab.close())

  test('the first view says what the contract asks for, in a form that needs no preflight', async () => {
    const page = await lab.open({ path: '/start?utm_source=x#part' })
    const [request] = await lab.api.wait(to('pageview'))
    expect(request?.form).toBe('urlencoded')
    expect(request?.headers.cookie).toBeUndefined()
    expect(request?.headers.origin).toBe(lab.site.origin)
    expect(request?.body).toEqual({
      url: `${lab.site.origin}/start?utm_source=x#part`,
      referrer: '',
      view: expect.any(Number) as number,
      screen_resolution: '1280x720',
      timezone: await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
      page_title: 'Title of /start?utm_source=x',
      key: PUBLIC_KEY,
      age: expect.any(Number) as number,
    })
    expect(Number.isSafeInteger(request?.body.view)).toBe(true)
    expect(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length])).toEqual(['', 0, 0])
  })

  test('a script that runs while the document loads waits for the title', async () => {
    await lab.open()
    lab.site.html = (url) =>
      pageWithTag(lab.api.origin, '', '', '').replace('async', '').replace('<body>', `<body><title>Late ${url}</title>`)
    const page = await (await lab.context()).newPage()
    await page.goto(`${lab.site.origin}/sync`)
    expect((await views(lab, 2))[1]).toMatchObject({ page_title: 'Late /sync' })
  })

  test('pushState, replaceState and going back are views with their own title and the page before as referrer', async () => {
    const page = await lab.open()
    for (const step of ['pushState', 'replaceState'] as const) {
      await page.evaluate((name) => {
        history[name](null, '', `/${name}?x=1#y`)
        setTimeout(() => (document.title = `After ${name}`), 30)
      }, step)
      await views(lab, step === 'pushState' ? 2 : 3)
    }
    await page.evaluate(() => history.back())
    const seen = await views(lab, 4)
    const at = (path: string) => lab.site.origin + path
    expect(seen.map(({ url, referrer, page_title }) => [url, referrer, page_title])).toEqual([
      [at('/start'), '', 'Title of /start'],
      [at('/pushState?x=1#y'), at('/start'), 'After pushState'],
      [at('/replaceState?x=1#y'), at('/pushState?x=1#y'), 'After replaceState'],
      [at('/start'), at('/replaceState?x=1#y'), 'After replaceState'],
    ])
    expect(new Set(seen.map(({ view }) => view)).size).toBe(4)
  })

  test('neither fragments nor the same address again are views', async () => {
    const page = await lab.open({ html: '<a href="#there">there</a>' })
    await page.click('a')
    await page.evaluate(() => {
      location.hash = 'elsewhere'
      history.pushState(1, '', '#there')
      history.pushState(1, '', location.href)
      history.replaceState(1, '', location.href)
      history.replaceState(1, '')
      history.back()
      return new Promise((resolve) => {
        addEventListener('popstate', resolve, { once: true })
      })
    })
    await page.evaluate(() => history.pushState(null, '', '/next'))
    await views(lab, 2)
    expect(viewed(lab)).toEqual(['/start', '/next'])
  })

  test('quick navigations lose and double nothing', async () => {
    const page = await lab.open()
    await page.evaluate(() => {
      for (const path of ['/a', '/b', '/c']) history.pushState(null, '', path)
      setTimeout(() => history.pushState(null, '', '/d'), 20)
    })
    const seen = await views(lab, 5)
    expect(viewed(lab)).toEqual(['/start', '/a', '/b', '/c', '/d'])
    expect(seen.slice(1).map(({ referrer }) => String(referrer).slice(lab.site.origin.length))).toEqual([
      '/start',
      '/a',
      '/b',
      '/c',
    ])
    // Each but the last has ended, once.
    await lab.api.wait(to('engagement'), 4)
    const ended = lab.api.all.filter(to('engagement')).map(({ body }) => body.view)
    expect(ended).toEqual(seen.slice(0, 4).map(({ view }) => view))
  })

  test('a view that waits for its title is sent when the page is left', async () => {
    const page = await lab.open()
    await views(lab, 1)
    await page.evaluate((away) => {
      history.pushState(null, '', '/quick')
      location.href = away
    }, `${lab.api.origin}/snippet/micrologs.js`)
    await views(lab, 2)
    expect(viewed(lab)).toEqual(['/start', '/quick'])
  })

  test('with data-hash the fragment is the route', async () => {
    const page = await lab.open({ attributes: 'data-hash', path: '/start#/one', html: '<a href="#/two">two</a>' })
    await page.click('a')
    await views(lab, 2)
    await page.evaluate(() => history.pushState(null, '', '#/three'))
    await views(lab, 3)
    await page.evaluate(() => history.back())
    await views(lab, 4)
    await page.evaluate(() => history.replaceState(null, '', location.href))
    await page.evaluate(() => (location.hash = '/four'))
    await views(lab, 5)
    expect(viewed(lab)).toEqual(['/start#/one', '/start#/two', '/start#/three', '/start#/two', '/start#/four'])
  })

  test('a page out of the back/forward cache is a new view', async () => {
    const page = await lab.open({ path: '/first' })
    await views(lab, 1)
    await page.evaluate(() => document.body.append('kept'))
    await page.goto(`${lab.site.origin}/second`)
    await views(lab, 2)
    await page.evaluate(() => history.back())
    const seen = await views(lab, 3)
    expect(viewed(lab)).toEqual(['/first', '/second', '/first'])
    expect(await page.textContent('body')).toBe('kept')
    const shares = await lab.api.wait(to('engagement'), 2)
    expect(shares.map(({ body }) => [body.view, body.ended])).toEqual([
      [seen[0]?.view, true],
      [seen[1]?.view, true],
    ])
    expect(seen[2]?.referrer).toBe(`${lab.site.origin}/first`)
  })

  test('a prerendered page is viewed when it is shown', async () => {
    const rules = '<script type="speculationrules">{"prerender":[{"urls":["/ahead"],"eagerness":"immediate"}]}</script>'
    // The first page asks until the second one is there, unseen; then it goes to it.
    const begin = `${rules}<script>
      const ask = async () => (await (await fetch('/is-ready')).text()) === 'yes' ? (location.href = '/ahead') : ask()
      ask()
    </script>`
    const ahead = `<script>if (document.prerendering) onload = () => setTimeout(() => fetch('/ready'), 100)</script>`
    let beforeShown: string[] | undefined
    lab.site.html = (url) => {
      if (url === '/is-ready') return beforeShown ? 'yes' : 'no'
      if (url === '/ready') beforeShown = viewed(lab)
      return pageWithTag(lab.api.origin, '', url === '/begin' ? begin : ahead, '')
    }
    const stop = openUnattended(`${lab.site.origin}/begin`)
    try {
      await views(lab, 2)
      expect(beforeShown).not.toContain('/ahead')
      expect(viewed(lab)).toEqual(['/begin', '/ahead'])
    } finally {
      await stop()
    }
  })

  test('two tags on one page count once', async () => {
    const page = await lab.open({
      html: `<script src="${lab.api.origin}/snippet/micrologs.js" data-public-key="${PUBLIC_KEY}"></script>`,
    })
    await page.evaluate(() => history.pushState(null, '', '/next'))
    await views(lab, 2)
    expect(viewed(lab)).toEqual(['/start', '/next'])
  })

  test('with data-auto="off" only the page asks for views', async () => {
    const page = await lab.open({ attributes: 'data-auto="off"' })
    await page.evaluate(() => {
      history.pushState(null, '', '/silent')
      window.Micrologs?.pageview('/virtual?x=1')
      window.Micrologs?.pageview()
    })
    await views(lab, 2)
    expect(viewed(lab)).toEqual(['/virtual?x=1', '/silent'])
  })

  test('the API base may be told, with a slash at its end', async () => {
    await lab.open({ attributes: `data-api-url="${lab.api.origin}/"` })
    await views(lab, 1)
  })

  test('without a key it warns and stops', async () => {
    await lab.open()
    await views(lab, 1)
    lab.site.html = () => pageWithTag(lab.api.origin, '', '', '').replace('data-public-key', 'data-other')
    const page = await (await lab.context()).newPage()
    const warning = page.waitForEvent('console')
    await page.goto(lab.site.origin)
    expect((await warning).text()).toBe('[Micrologs] data-public-key is required.')
    expect(await page.evaluate(() => 'Micrologs' in window)).toBe(false)
  })

  test('nothing is sent for somebody who opted out', async () => {
    const page = await lab.open()
    await views(lab, 1)
    await page.evaluate(() => {
      localStorage.setItem('micrologs-ignore', 'true')
      window.Micrologs?.error('unheard')
      history.pushState(null, '', '/unseen')
    })
    await page.goto(`${lab.site.origin}/unseen-too`)
    await page.evaluate(() => {
      window.Micrologs?.error('unheard')
      window.Micrologs?.pageview('/unseen')
      addEventListener('pagehide', () => localStorage.removeItem('micrologs-ignore'))
    })
    await page.goto(`${lab.site.origin}/seen-again`)
    await views(lab, 2)
    expect(lab.api.all.map((request) => request.to)).toEqual(['pageview', 'pageview'])
    expect(viewed(lab)).toEqual(['/start', '/seen-again'])
  })

  test('the history methods stay what they were, even when the snippet fails', async () => {
    const page = await lab.open({
      before: () => {
        // As another script of the page may have wrapped it before.
        const methods = History.prototype as unknown as Record<string, (...args: unknown[]) => unknown>
        const original = methods.pushState
        methods.pushState = function (this: unknown, ...args) {
          original?.apply(this, args)
          return 'returned'
        }
      },
    })
    await views(lab, 1)
    const outcome = await page.evaluate(() => {
      crypto.getRandomValues = () => {
        throw new Error('no randomness')
      }
      const untyped = history as unknown as { pushState: (...args: unknown[]) => unknown }
      const returned = untyped.pushState({ a: 1 }, '', '/pushed')
      let refused = ''
      try {
        history.pushState(null, '', 'https://elsewhere.example/')
      } catch (error) {
        refused = (error as Error).name
      }
      return [returned, location.pathname, history.state as unknown, refused]
    })
    expect(outcome).toEqual(['returned', '/pushed', { a: 1 }, 'SecurityError'])
  })
})
