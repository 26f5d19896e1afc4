import { onBeforeUnmount, onMounted } from 'vue'

export interface DeskKeys {
  move: (step: number) => void
  openHere: () => void
  act: () => void
  turn: (step: number) => void
  choose: (index: number) => void
  back: () => void
  help: () => void
}

const WRITING = 'input, textarea, select, [contenteditable], [role=combobox], [role=menu]'
/** What lies over the desk has the keys: menus, dialogs, photos. */
const LAID_OVER = '.n-dropdown-menu, .n-modal, .n-base-select-menu, .n-image-preview-container'
const PRESSING = 'button, a, summary'

const modified = (event: KeyboardEvent): boolean =>
  event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented

const laidOver = (): boolean => document.querySelector(LAID_OVER) !== null

/** The keys of the desk. Whoever is writing, or holds a modifier, means something else. */
export function useDeskKeys(keys: DeskKeys): void {
  const acts: Record<string, () => void> = {
    j: () => keys.move(1),
    ArrowDown: () => keys.move(1),
    k: () => keys.move(-1),
    ArrowUp: () => keys.move(-1),
    Enter: keys.openHere,
    a: keys.act,
    '[': () => keys.turn(-1),
    ']': () => keys.turn(1),
    Escape: keys.back,
    '?': keys.help,
  }

  /** A button in focus takes Enter itself. */
  function actOf(key: string, at: Element | null): (() => void) | undefined {
    if (key === 'Enter' && at?.closest(PRESSING)) return undefined
    return /^[1-9]$/.test(key) ? () => keys.choose(Number(key) - 1) : acts[key]
  }

  function press(event: KeyboardEvent): void {
    const at = event.target instanceof Element ? event.target : null
    if (modified(event) || laidOver() || at?.closest(WRITING)) return
    const act = actOf(event.key, at)
    if (!act) return
    event.preventDefault()
    act()
  }

  onMounted(() => window.addEventListener('keydown', press))
  onBeforeUnmount(() => window.removeEventListener('keydown', press))
}
