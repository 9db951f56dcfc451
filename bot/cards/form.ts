/** A form as data, with its labels already worded: what a person is asked to fill in. A channel draws it in its own way. */
export interface FormField {
  /** Name of the command's argument. */
  readonly name: string
  readonly label: string
  readonly kind: 'line' | 'text' | 'choice'
  readonly optional: boolean
  readonly value: string
  readonly options: readonly { readonly key: string; readonly label: string }[]
  /** Another choice asks for other fields: the form is drawn anew. */
  readonly redraws: boolean
}

export interface Form {
  readonly title: string
  readonly send: string
  readonly fields: readonly FormField[]
}
