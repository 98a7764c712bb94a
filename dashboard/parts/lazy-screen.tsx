import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { ApiFault } from '../api/fault.ts'
import { Notice } from './notice.tsx'
import { Skeleton } from './skeleton.tsx'

/** A component whose code is fetched when it is first shown: `lazyScreen(async () => (await import('./map.tsx')).WorldMap)`. */
export function lazyScreen<P extends object>(load: () => Promise<ComponentType<P>>, lines = 8): ComponentType<P> {
  let loaded: ComponentType<P> | undefined
  return function LazyScreen(props: P) {
    const [, setTurn] = useState(0)
    const [hasFailed, setFailed] = useState(false)
    useEffect(() => {
      if (loaded !== undefined) return
      let isCurrent = true
      load()
        .then((component) => {
          loaded = component
          if (isCurrent) setTurn((turn) => turn + 1)
        })
        .catch(() => isCurrent && setFailed(true))
      return () => {
        isCurrent = false
      }
    }, [])
    // After an update the old files are gone: the page must come anew.
    if (hasFailed) return <Notice fault={new ApiFault(0)} onAgain={() => location.reload()} />
    if (loaded === undefined) return <Skeleton lines={lines} />
    const Component = loaded
    return <Component {...props} />
  }
}
