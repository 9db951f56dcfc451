/** Every sentence a person reads, by language. */
import type { Lang } from '../domain/lang.ts'
import { backup as enBackup } from './en/backup.ts'
import { card as enCard } from './en/card.ts'
import { check as enCheck } from './en/check.ts'
import { consoleWords as enConsole } from './en/console.ts'
import { courtesy as enCourtesy } from './en/courtesy.ts'
import { create as enCreate } from './en/create.ts'
import { customer as enCustomer } from './en/customer.ts'
import { doctor as enDoctor } from './en/doctor.ts'
import { erase as enErase } from './en/erase.ts'
import { errors as enErrors } from './en/errors.ts'
import { events as enEvents } from './en/events.ts'
import { files as enFiles } from './en/files.ts'
import { followed as enFollowed } from './en/followed.ts'
import { gate as enGate } from './en/gate.ts'
import { history as enHistory } from './en/history.ts'
import { home as enHome } from './en/home.ts'
import { learned as enLearned } from './en/learned.ts'
import { login as enLogin } from './en/login.ts'
import { lookup as enLookup } from './en/lookup.ts'
import { marks as enMarks } from './en/marks.ts'
import { mood as enMood } from './en/mood.ts'
import { preview as enPreview } from './en/preview.ts'
import { reasons as enReasons } from './en/reasons.ts'
import { slack as enSlack } from './en/slack.ts'
import { start as enStart } from './en/start.ts'
import { team as enTeam } from './en/team.ts'
import { which as enWhich } from './en/which.ts'
import { work as enWork } from './en/work.ts'
import { backup as cnBackup } from './zh-CN/backup.ts'
import { card as cnCard } from './zh-CN/card.ts'
import { check as cnCheck } from './zh-CN/check.ts'
import { consoleWords as cnConsole } from './zh-CN/console.ts'
import { courtesy as cnCourtesy } from './zh-CN/courtesy.ts'
import { create as cnCreate } from './zh-CN/create.ts'
import { customer as cnCustomer } from './zh-CN/customer.ts'
import { doctor as cnDoctor } from './zh-CN/doctor.ts'
import { erase as cnErase } from './zh-CN/erase.ts'
import { errors as cnErrors } from './zh-CN/errors.ts'
import { events as cnEvents } from './zh-CN/events.ts'
import { files as cnFiles } from './zh-CN/files.ts'
import { followed as cnFollowed } from './zh-CN/followed.ts'
import { gate as cnGate } from './zh-CN/gate.ts'
import { history as cnHistory } from './zh-CN/history.ts'
import { home as cnHome } from './zh-CN/home.ts'
import { learned as cnLearned } from './zh-CN/learned.ts'
import { login as cnLogin } from './zh-CN/login.ts'
import { lookup as cnLookup } from './zh-CN/lookup.ts'
import { marks as cnMarks } from './zh-CN/marks.ts'
import { mood as cnMood } from './zh-CN/mood.ts'
import { preview as cnPreview } from './zh-CN/preview.ts'
import { reasons as cnReasons } from './zh-CN/reasons.ts'
import { slack as cnSlack } from './zh-CN/slack.ts'
import { start as cnStart } from './zh-CN/start.ts'
import { team as cnTeam } from './zh-CN/team.ts'
import { which as cnWhich } from './zh-CN/which.ts'
import { work as cnWork } from './zh-CN/work.ts'
import { backup as twBackup } from './zh-TW/backup.ts'
import { card as twCard } from './zh-TW/card.ts'
import { check as twCheck } from './zh-TW/check.ts'
import { consoleWords as twConsole } from './zh-TW/console.ts'
import { courtesy as twCourtesy } from './zh-TW/courtesy.ts'
import { create as twCreate } from './zh-TW/create.ts'
import { customer as twCustomer } from './zh-TW/customer.ts'
import { doctor as twDoctor } from './zh-TW/doctor.ts'
import { erase as twErase } from './zh-TW/erase.ts'
import { errors as twErrors } from './zh-TW/errors.ts'
import { events as twEvents } from './zh-TW/events.ts'
import { files as twFiles } from './zh-TW/files.ts'
import { followed as twFollowed } from './zh-TW/followed.ts'
import { gate as twGate } from './zh-TW/gate.ts'
import { history as twHistory } from './zh-TW/history.ts'
import { home as twHome } from './zh-TW/home.ts'
import { learned as twLearned } from './zh-TW/learned.ts'
import { login as twLogin } from './zh-TW/login.ts'
import { lookup as twLookup } from './zh-TW/lookup.ts'
import { marks as twMarks } from './zh-TW/marks.ts'
import { mood as twMood } from './zh-TW/mood.ts'
import { preview as twPreview } from './zh-TW/preview.ts'
import { reasons as twReasons } from './zh-TW/reasons.ts'
import { slack as twSlack } from './zh-TW/slack.ts'
import { start as twStart } from './zh-TW/start.ts'
import { team as twTeam } from './zh-TW/team.ts'
import { which as twWhich } from './zh-TW/which.ts'
import { work as twWork } from './zh-TW/work.ts'

const EN = {
  backup: enBackup,
  card: enCard,
  check: enCheck,
  console: enConsole,
  courtesy: enCourtesy,
  create: enCreate,
  customer: enCustomer,
  doctor: enDoctor,
  erase: enErase,
  errors: enErrors,
  events: enEvents,
  files: enFiles,
  followed: enFollowed,
  gate: enGate,
  history: enHistory,
  home: enHome,
  learned: enLearned,
  login: enLogin,
  lookup: enLookup,
  marks: enMarks,
  mood: enMood,
  preview: enPreview,
  reasons: enReasons,
  slack: enSlack,
  start: enStart,
  team: enTeam,
  work: enWork,
  which: enWhich,
}
export type Texts = typeof EN

const TEXTS: Readonly<Record<Lang, Texts>> = {
  en: EN,
  'zh-CN': {
    backup: cnBackup,
    card: cnCard,
    check: cnCheck,
    console: cnConsole,
    courtesy: cnCourtesy,
    create: cnCreate,
    customer: cnCustomer,
    doctor: cnDoctor,
    erase: cnErase,
    errors: cnErrors,
    events: cnEvents,
    files: cnFiles,
    followed: cnFollowed,
    gate: cnGate,
    history: cnHistory,
    home: cnHome,
    learned: cnLearned,
    login: cnLogin,
    lookup: cnLookup,
    marks: cnMarks,
    mood: cnMood,
    preview: cnPreview,
    reasons: cnReasons,
    slack: cnSlack,
    start: cnStart,
    team: cnTeam,
    work: cnWork,
    which: cnWhich,
  },
  'zh-TW': {
    backup: twBackup,
    card: twCard,
    check: twCheck,
    console: twConsole,
    courtesy: twCourtesy,
    create: twCreate,
    customer: twCustomer,
    doctor: twDoctor,
    erase: twErase,
    errors: twErrors,
    events: twEvents,
    files: twFiles,
    followed: twFollowed,
    gate: twGate,
    history: twHistory,
    home: twHome,
    learned: twLearned,
    login: twLogin,
    lookup: twLookup,
    marks: twMarks,
    mood: twMood,
    preview: twPreview,
    reasons: twReasons,
    slack: twSlack,
    start: twStart,
    team: twTeam,
    work: twWork,
    which: twWhich,
  },
}

export function texts(lang: Lang): Texts {
  return TEXTS[lang]
}
