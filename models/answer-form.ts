/**
 * How an endpoint is asked for an answer of a given shape. Endpoints that call themselves compatible differ: some
 * refuse a schema, some refuse tools, some take either and ignore it. The best form is tried first, and what
 * worked is remembered as long as the process lives; another endpoint or model is another memory.
 */
export const ANSWER_FORMS = ['json_schema', 'tool', 'json'] as const
export type AnswerForm = (typeof ANSWER_FORMS)[number]

export class AnswerForms {
  #at = 0
  /** It has given an answer that fits; from then on one that does not is the model's slip, not the form's. */
  #proven = false

  get now(): AnswerForm {
    return ANSWER_FORMS[this.#at] ?? 'json'
  }

  get proven(): boolean {
    return this.#proven
  }

  worked(form: AnswerForm): void {
    this.#at = ANSWER_FORMS.indexOf(form)
    this.#proven = true
  }

  /** The endpoint would not take it. Answers whether there is another form to try. */
  refused(form: AnswerForm): boolean {
    return this.#leave(form)
  }

  /** The endpoint took it and answered something else. */
  garbled(form: AnswerForm): void {
    if (!this.#proven) this.#leave(form)
  }

  /** Of many calls that fail at once only the first moves on. */
  #leave(form: AnswerForm): boolean {
    const at = ANSWER_FORMS.indexOf(form)
    if (at < this.#at) return true
    if (at + 1 >= ANSWER_FORMS.length) return false
    this.#at = at + 1
    this.#proven = false
    return true
  }
}
