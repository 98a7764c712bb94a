import { attempt } from './attempt.ts'

interface Events extends WindowEventMap, DocumentEventMap {
  prerenderingchange: Event
}

/** Listens for good; a listener that throws is not the page's trouble. */
export function listen<Type extends keyof Events>(
  target: EventTarget,
  type: Type,
  react: (event: Events[Type]) => void,
): void {
  target.addEventListener(type, (event) => attempt(() => react(event as Events[Type])))
}
