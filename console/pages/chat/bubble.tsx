/** One post as the customer sees it. */
import { EyeInvisibleOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { FileRef } from '../api-types.ts'
import { useText } from '../language.tsx'
import type { MenuOption, PostView } from '../post-body.ts'
import { FileList } from './file-view.tsx'

interface BubbleProps {
  view: PostView
  mine: boolean
  /** Shown above the first of several bubbles by the same speaker. */
  speaker: string | null
  /** The menu waits for an answer: nothing was said after it. */
  fresh: boolean
  chosen: string | null
  onChoose(option: MenuOption): void
}

export function Bubble({ view, mine, speaker, fresh, chosen, onChoose }: BubbleProps) {
  const t = useText()
  if (view.kind === 'whisper') return <Whisper text={view.text} />
  if (view.kind === 'text' && view.notice) return <div className="notice">{view.text}</div>
  if (view.kind === 'unknown' || view.kind === 'card') return null
  return (
    <div className={mine ? 'bubble-row mine' : 'bubble-row'}>
      {speaker && <div className="speaker">{speaker}</div>}
      {view.kind === 'media' ? (
        <FileList files={[view.file]} size={160} />
      ) : (
        <Said text={view.text} files={view.kind === 'menu' ? [] : view.files} />
      )}
      {view.kind === 'text' && view.removed && <div className="edited">{t.customer.removed}</div>}
      {view.kind === 'text' && view.edited && <div className="edited">{t.customer.edited}</div>}
      {view.kind === 'menu' && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own box
        <div className={fresh ? 'options' : 'options stale'} role="group" aria-label={t.customer.choices}>
          {view.options.map((option) => (
            <Button
              key={option.key}
              shape="round"
              className={chosen === option.label ? 'option chosen' : 'option'}
              data-testid={`option-${option.key}`}
              onClick={() => onChoose(option)}
            >
              {option.label}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}

export function Said({ text, files }: { text: string; files: readonly FileRef[] }) {
  return (
    <>
      {files.length > 0 && <FileList files={files} size={files.length > 1 ? 104 : 160} />}
      {text !== '' && <div className="bubble">{text}</div>}
    </>
  )
}

/** Of several lines the first is shown, and the others to who opens it. */
export function Whisper({ text }: { text: string }) {
  const t = useText()
  const [first, ...lines] = text.split('\n')
  return (
    <div className="whisper">
      <EyeInvisibleOutlined aria-hidden="true" /> <span className="whisper-tag">{t.customer.onlyYou}</span>{' '}
      {lines.length === 0 ? (
        <span>{text}</span>
      ) : (
        <details>
          <summary>{first}</summary>
          {lines.join('\n')}
        </details>
      )}
    </div>
  )
}

export function Typing({ who }: { who: string }) {
  const t = useText()
  return (
    <div className="typing" role="status" data-testid="typing">
      <span className="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {t.customer.typing(who)}
    </div>
  )
}
