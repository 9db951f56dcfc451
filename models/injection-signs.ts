/** The turns of phrase by which a text talks to a machine: English, German, Chinese, and the orders to forget in a few more. Folded text. */

export type InjectionKind =
  | 'override'
  | 'role'
  | 'unfiltered'
  | 'extraction'
  | 'secrets'
  | 'answer-shape'
  | 'markup'
  | 'encoded'
  | 'planted-order'

export interface Sign {
  readonly kind: InjectionKind
  /** 1 flags by itself, less needs another sign. */
  readonly weight: number
  readonly pattern: RegExp
}

const PRIOR =
  '(?:(?:all|any|the|your|of|my|these|those|our|what|everything|every|its|you|i|have|been|has|was|were|that|about)\\s+){0,7}(?:previous|prior|preceding|above|earlier|before|former|past|initial|original|assignments?|instructions?|orders?|commands?|rules|guidelines|directions|prompts?|told|tasks?|programming|documents?|restrictions|context|instructed|everything|know)'
export const SIGNS: readonly Sign[] = [
  // Forget your orders.
  {
    kind: 'override',
    weight: 1,
    pattern: new RegExp(
      `\\b(?:ignore|disregard|forget|neglect|overlook|abandon|discard|override|bypass|drop|skip)\\s+(?:about\\s+)?${PRIOR}\\b`,
    ),
  },
  {
    kind: 'override',
    weight: 1,
    pattern:
      /\bforget (?:everything|all (?:your|the|of|that|about)|it all)\b|\b(?:abandon|forget) all your thoughts\b|\bregardless of (?:previous|prior|earlier|all) (?:tasks|instructions)/,
  },
  {
    kind: 'override',
    weight: 1,
    pattern:
      /\b(?:stop|cancel|delete|erase|reset)\s+(?:all\s+)?(?:(?:your|the|previous|prior)\s+)+(?:instructions|tasks|prompts?|memory|rules)\b/,
  },
  {
    kind: 'override',
    weight: 1,
    pattern:
      /\b(?:vergiss|vergessen sie|ignoriere|ignorieren sie|missachte|lass|verwirf)\b.{0,40}(?:alle|alles|vorherige|vorigen|bisherige|davor|anweisung|instruktion|befehl|aufgabe|obig|oben|gesagt|zuvor|auftr)/,
  },
  {
    kind: 'override',
    weight: 1,
    pattern:
      /\babweichend (?:zu|von) |\b(?:anweisungen|instruktionen|informationen|aufgaben|befehle)\b.{0,50}\b(?:irrelevant|ungültig|vergessen|ignorier|unwichtig|nichtig)/,
  },
  {
    kind: 'override',
    weight: 1,
    pattern:
      /\b(?:olvid[aeo]\w*|ignora\w*|oubli\w+|ignore[zr]|dimentica\w*|esque[cç]a|zaboravi\w*|zanemari\w*|zapomn\w+|esquece)\b.{0,30}\b(?:tod[oa]s?|tous|tout\w*|tutt\w|sve|instruc\w+|istruzion\w+|instrukcij\w*|anterior\w*|pr[eé]c[eé]dent\w*|antes|consign\w+)/,
  },
  { kind: 'override', weight: 1, pattern: /(?:забуд\w+|игнориру\w+).{0,30}(?:инструкц|предыдущ|вс[её])/ },
  {
    kind: 'override',
    weight: 1,
    pattern:
      /(?:忽略|无视|忘记|忘掉|不要管|不用管|抛开|跳过|违背|覆盖).{0,12}(?:之前|以前|以上|上面|前面|先前|所有|全部|一切|系统)?.{0,6}(?:指令|指示|提示词|规则|设定|命令|限制|要求|简历和|网页并|代码并|内容并)/,
  },
  {
    kind: 'override',
    weight: 1,
    pattern:
      /\b(?:all|everything) (?:the )?(?:information|text|instructions?) (?:you (?:have |were |)(?:received|given)|so far|before|above).{0,40}(?:irrelevant|wrong|void|not (?:important|relevant))/,
  },
  {
    kind: 'override',
    weight: 1,
    pattern:
      /\b(?:your|the) (?:new )?(?:instructions?|task|job|assignment|mission|challenge) (?:is|are|will be)(?: now)?\b(?!.{0,12}(?:\bnot\b|due|late))|\b(?:now )?focus on (?:your|the) new (?:task|job)|\b(?:now|here) (?:is|comes|have) (?:a |your |the )?(?:great |brand )?new (?:task|challenge|instructions?|assignment)|\b(?:i have|have) a (?:great |nice )?new (?:task|challenge)|\bi command you\b/,
  },
  {
    kind: 'override',
    weight: 1,
    pattern:
      /\b(?:deine|ihre) (?:neue )?(?:aufgabe|anweisung|instruktion)\w*|\bneue (?:herausforderung|aufgabe|anweisung|instruktion)\w* (?:für|lautet|ist)|\bbitte hilf mir nun mit|\b(?:nächste|folgende) aufgabe\b/,
  },
  {
    kind: 'override',
    weight: 1,
    pattern:
      /\bignore the (?:above|webpage|article|table|function|code|resume|paper|text)\b|\b(?:that was|that's) (?:enough|good so far|ok before|all\.? now)|\bwell done[!.].{0,60}\b(?:now|new|next|task)|\b(?:das genügt|das reicht|gut gemacht)\b/,
  },
  {
    kind: 'override',
    weight: 1,
    pattern:
      /\b(?:very good|well done|great|excellent|fantastic|that is done|congratulations)\b.{0,40}[.!].{0,60}\b(?:now|next|further|another)\b.{0,40}\b(?:tasks?|instructions?|write|challenge|answer|question|focus)\b|\bnew (?:instructions?|tasks?) (?:follow|now)|\b(?:despite|regardless of|contrary to) (?:what|everything|all) you(?:'ve| have| were)|\b(?:disregarding|ignoring) (?:the|all|any|previous)\b|\bleave all (?:the )?previous|\bstart (?:all )?over from the (?:front|beginning|top)/,
  },
  {
    kind: 'override',
    weight: 1,
    pattern:
      /\b(?:sehr gut|herzlichen glückwunsch|ausgezeichnet\w*|das ist erledigt|gut gemacht|großartig)\b.{0,80}(?:nun|jetzt|neue[rn]?) .{0,60}(?:aufgaben?|anweisung\w*|verfasse|schreibe|frage|konzentrier)|\bnun folgen|\b(?:obigen?|vorherigen?|vorangegangenen?|bisherigen?)\b.{0,60}\b(?:ignorier\w*|streichen|hinter sich|vergessen)|\bachtung\b.{0,30}\bhilfe bei\b/,
  },
  {
    kind: 'role',
    weight: 1,
    pattern:
      /\bich möchte,? dass (?:sie|du)\b.{0,60}\b(?:fungier\w*|agier\w*|verhalt\w*|antwort\w*|spielen)|\bstell dir vor,? du\b|\b(?:jetzt|nun|ab jetzt) bist du\b|\bdu bist (?:kein|ab|von nun)|\baus (?:der|ihrer|seiner|ihren) rollen? (?:zu )?fallen|\bbleib\w* .{0,20}in ihren rollen/,
  },
  {
    kind: 'role',
    weight: 1,
    pattern:
      /\b(?:do|does|don't|doesn't|never|not|without|ever)\b.{0,16}\bbreak(?:ing)? character|\bstay in (?:their|his|her) roles?\b|\brole-?playing as\b|\bnow you act as\b|\bwhere you are (?:no|not)\b|\bif you (?:don'?t|do not) know,? make\b|\byou (?:can|must|will) (?:access|see|know) (?:the )?(?:past|future)|\bexploit(?:ing)? (?:ai|llm|chatbots?)\b|\bki-systeme\b/,
  },
  // Be somebody else.
  {
    kind: 'role',
    weight: 1,
    pattern:
      /\byou (?:are|will be|shall be) (?:now|going to)(?: be| act| pretend| play|) (?:an? |the |in |my |called |named |going |free|[a-z]+gpt)|\b(?:i want|i need|i'd like|would like) you to (?:act|pretend|play|role|behave|respond|answer|simulate|become)|\b(?:stay|remain|keep) in (?:your |the )?(?:character|role)|\b(?:from now on|henceforth),? (?:you|act|answer|respond)/,
  },
  {
    kind: 'role',
    weight: 1,
    pattern:
      /\b(?:act|behave|respond|answer|reply) (?:as|like) (?:an? |the |if you |my |aim|dan|[a-z]+gpt)(?!soon|a result)|\b(?:pretend|imagine) (?:(?:that )?you(?:'re| are)|to be|we're|we are)\b|\bas (?:the|an?) [a-z ]{3,25}, (?:what|how|tell|answer|do you)|\bimagine (?:you|we)(?:'re| are)\b|\bpersona\s?=/,
  },
  {
    kind: 'role',
    weight: 1,
    pattern:
      /(?:^|[.!?:]\s*)(?:now )?you are (?!right|welcome|the best|great|awesome|so |very |too |not |kind|correct|all|a (?:star|lifesaver|great|good|legend)|an? (?:absolute )|my (?:hero|last)|being|still|doing|making|charging|asking|sending|amazing|wonderful|helpful|wrong|closed|open)[a-z][a-z ]{2,40}[.,:]/,
  },
  {
    kind: 'role',
    weight: 1,
    pattern:
      /(?:^|[.!?:]\s*)(?:du bist|sie sind) (?:jetzt |nun |ein |eine |der |die |zeit |das )|\bim stile? (?:von|eine)|\bin der rolle|\b(?:tu|tun sie) so,? als|\bversetze dich|\bspiele? (?:die rolle|einen|eine)\b/,
  },
  {
    kind: 'role',
    weight: 1,
    pattern: /(?:你现在是|从现在(?:开始|起),?你|扮演|假装你|假设你是|你将(?:作为|充当)|进入.{0,6}模式|我是(?:上帝|神),?你)/,
  },
  {
    kind: 'role',
    weight: 0.6,
    pattern:
      /\b(?:role-?play|hypothetical(?:ly)?|fictional|in this (?:scenario|universe|world|story)|in the style of)\b|角色扮演|假设性|反顺序|按反/,
  },
  {
    kind: 'role',
    weight: 1,
    pattern:
      /\b(?:i am|i'm) (?:a |the |your )?(?:god|police officer|boss|admin(?:istrator)?|developer|creator|ceo|owner)\b.{0,120}(?:password|must|need|show|what is|tell|prompt|key|city)|\bas your (?:boss|creator|developer|admin)|\bich bin (?:ein |dein )?(?:gott|chef|entwickler|admin)/,
  },
  // Without limits.
  {
    kind: 'unfiltered',
    weight: 1,
    pattern:
      /\b(?:jailbr\w+|do anything now|developer mode|dev mode|dan mode|god mode|unfiltered|uncensored|amoral|machiavellian|opposite mode|evil (?:confidant|bot)|sudo mode|chaosgpt|chadgpt|stay a dan)\b|\b(?:no|without(?: any)?|free (?:of|from)|bypass(?:ing)?|has no|removes?|lacks?) (?:all |any |the |its |moral |ethical |content )*(?:restrictions|limitations|filters?|censorship|ethic(?:s|al)(?: guidelines)?|moral(?:s|ity)?|confines|content polic(?:y|ies)|openai)\b/,
  },
  {
    kind: 'unfiltered',
    weight: 1,
    pattern:
      /\b(?:chat ?gpt|openai|gpt-?[345]|language model|ai model|llm)\b.{0,200}\b(?:pretend|respond|answer|never refuse|policy|rules|restrictions|guidelines|free|instructions?|character|mode|ignore|task|challenge|aufgabe|herausforderung)|\b(?:hello|hallo|hi|hey|dear),? (?:chat ?)?gpt\b|\bopenai(?:'s)? (?:content )?polic/,
  },
  {
    kind: 'unfiltered',
    weight: 1,
    pattern:
      /\bnever (?:refuse|say (?:no|that you can'?t|you can't)|reject|decline|break character)\b|\b(?:don'?t|do not|never) (?:refuse|censor|warn|moralize)\b|\b(?:respond|answer)s? (?:to )?any (?:prompt|question|request)|\bstop being an? ai\b/,
  },
  {
    kind: 'unfiltered',
    weight: 1,
    pattern: /(?:越狱|开发者模式|无(?:任何)?限制模式|不受.{0,4}限制|没有任何(?:限制|道德|约束)|解除.{0,4}限制)/,
  },
  // Show what you were told.
  {
    kind: 'extraction',
    weight: 1,
    pattern:
      /\b(?:system|hidden|initial|original|secret|base|developer|your|entire|full|first|all)[ _-](?:system[ _-])?(?:prompts?(?! (?:reply|response|service|attention|help|delivery|action|refund|answer))|prompt texts?)\b|\bprompt[ _]?texts?\b|<system|\bsystem (?:message|instructions?|configuration|initiali[sz]ation)\b/,
  },
  {
    kind: 'extraction',
    weight: 1,
    pattern:
      /\b(?:show|print|output|reveal|repeat|display|tell|give|list|reproduce|recite|spell|return|copy|provide|translate|summari[sz]e|encode|what (?:are|is|were)).{0,40}\b(?:your (?:\w+ )?(?:instructions?|rules|guidelines|prompts?|configuration|programming)|instructions (?:you|above|given)|(?:text|words|sentences?|message|everything|content|prompt|instructions|above) (?:above|before|you were|you (?:have been|got|received)|that came|prior|preceding)|the above (?:text|words|instructions)|above text|above in full|initial (?:text|instructions|configuration))/,
  },
  {
    kind: 'extraction',
    weight: 1,
    pattern:
      /\b(?:zeige?|nenne?|gib|wiederhole|drucke|liste|was (?:sind|ist|steht)).{0,40}(?:prompt|anweisung|instruktion|text (?:davor|oben|vor)|obigen|eingabeaufforderung)/,
  },
  {
    kind: 'extraction',
    weight: 1,
    pattern:
      /(?:系统提示|提示词|你的(?:指令|指示|设定|系统|初始|规则是)|初始(?:指令|设定)|(?:重复|输出|打印|显示|复述).{0,8}(?:以上|上面|之前).{0,8}(?:内容|文字|文本|话|指令))/,
  },
  // Give me what is not mine.
  {
    kind: 'secrets',
    weight: 1,
    pattern:
      /\b(?:what(?:'s| is| was| are)|tell me|give me|share|reveal|confirm|show me|provide|send me|know|need|say|was ist|wie lautet|cu[aá]l es|qual [eè]|quel est)\b.{0,60}\b(?:(?:the|your|our|system|root|admin|their|this)(?: \w+){0,2} (?:passwords?|secret ?key|api key|passphrase|credentials)|secret key|das passwort|la contraseña|la password|mot de passe|ours\b)|\bpassword\b.{0,120}\b(?:confirm|share|give|tell) (?:me )?(?:ours|yours|it with me)\b|\bshar(?:e|ing) (?:your )?passwords?\b/,
  },
  {
    kind: 'secrets',
    weight: 1,
    pattern:
      /\b(?:(?!customer|today|everyone|children|men|women|kid|company|product|store|shop|seller|other|let|it|what|that|he|she|who|where|how|there|here)[a-z]{3,12}'s|the users?'s?|users?'|user'?s? list|(?:another|other) (?:user|customer)'?s?|list of (?:all )?(?:the )?(?:users|customers|accounts)) ?.{0,20}\b(?:birth ?(?:date|day)|date of birth|home address|email address|phone number|password|bank balances?|account balance|current city|social security)/,
  },
  {
    kind: 'secrets',
    weight: 1,
    pattern:
      /(?:密码是什么|(?:确认|告诉我|分享|给我|透露).{0,12}(?:系统|管理员|你们?)的?.{0,3}(?:密码|密钥|口令)|秘密?密?钥|用户(?:的)?(?:生日|住址|密码)|[\p{Script=Han}]{2,4}的(?:出生日期|生日|住址|银行余额))/u,
  },
  // Shape your answer.
  {
    kind: 'answer-shape',
    weight: 1,
    pattern:
      /\b(?:repeat after me|say (?:only|exactly|nothing but)|(?:just|only|simply) (?:say|answer|reply|respond|print|output|write)\b(?! to (?:this|the|my|our|me|us)\b)|answer (?:only )?with|reply (?:only )?with|respond (?:only )?with|nothing else|end (?:your|the|every) (?:answer|response|sentence) with|tell me (?:that )?(?:you|i) (?:hate|love|are))|\bsag(?:e|en)? (?:sie )?(?:nur|einfach|mir) ["“„']/,
  },
  {
    kind: 'answer-shape',
    weight: 1,
    pattern:
      /\b(?:in|of|for|using|with|to|your) (?:your|the) (?:next )?(?:reply|response|answer|output|message|responses|replies|answers)(?:'s)?\b.{0,40}(?:letter|word|emoji|format|language|character|substitut|anagram|code|cipher|spell|typo|sentence|base64|reverse|style|uppercase|lowercase|order|vowel|number)|\b(?:letters?|words?|spelling|characters?|vowels|syllables|sentences?|grammar|emojis?|slang|typos|misspell\w*|mistakes|errors|homophones?|alphanumeric|anagrams?|cipher|base64|encod\w+|morse|leet\w*|reverse\w*|random\w*)\b.{0,50}\b(?:your|the) (?:\w+ )?(?:reply|response|answer|output|message|responses?'?s?|replies|answers|words|text)\b|\b(?:provide|give|write|craft|compose|construct|present|formulate|express|deliver|phrase|communicate|reply|respond|make) (?:your|the|a) (?:reply|response|answer|output|message|words)? ?(?:using|in|with|by|to be|only|through|entirely)\b/,
  },
  {
    kind: 'answer-shape',
    weight: 1,
    pattern:
      /\b(?:write down the string|smartgpt|(?:concatenate|combine) (?:the )?(?:strings|parts)|part 1 is|decode this|rot13|base64|in reverse order|hex(?:adecimal)?[- ]encoded?)\b|\b(?:formuliere|schreibe?|verfasse)\b.{0,40}(?:unwahr|überschrift|begründung|gedicht|liebes|manifest)|\b(?:formulate|write|make|create)\b.{0,30}\b(?:untrue|false|fake|offensive|hateful)\b|^state that |(?:\\ ?n ?){4,}|\bcontext ?[:{"].{0,200}\bquestion ?:/,
  },
  {
    kind: 'planted-order',
    weight: 1,
    pattern:
      /\b(?:state|say|declare|output|respond)(?: that)?(?: the)? [a-z ]{2,40} (?:is|are|could be) ['"‘“\d]|\b(?:assume|state|suggest|consider|say|statement|might state) (?:that )?(?:the )?(?:output|sum|conclusion|answer|capital|result)\b|<!--.{0,200}(?:ignore|state|say|summar|account|assum)|并声明|声明本文|忽略简历/,
  },
  {
    kind: 'answer-shape',
    weight: 1,
    pattern:
      /\b(?:add|integrate|include|insert|introduce|modify|enhance|augment|replace|substitute|use|remove|group|combine|provide|render|rearrange|scramble|jumble|anagram|convert|misspell|end|begin|start|write|encode|reverse|swap|shuffle|translate|append|embed|promote)\b[^.?!\n]{0,160}\b(?:your|the) (?:next |final |whole )?(?:reply|response|answer|output|message)(?:'s)?\b|\bin your (?:reply|response|answer|output),? (?:suggest|tease|mention|include|add|promote|recommend|use|claim|link|invite|encourage|write)|\b(?:replace|rearrange|misspell|anagram|scramble|swap|reverse) (?:\w+ ){0,3}(?:letters?|vowels|words?)\b/,
  },
  // What pretends to be part of the prompt.
  {
    kind: 'markup',
    weight: 1,
    pattern:
      /<\|(?:im_start|im_end|system|endoftext|user|assistant)|\[\/?inst\]|<<sys>>|^#{2,4} ?(?:system|instruction|assistant)|\b(?:system|assistant|developer)\s?:\s?(?:you|ignore|from)|\[(?:new |start of )?(?:system|prompt|output|insert)\b|"""[^"]{10,}"""|\{\{?(?:prompt|system|user)\}\}?|\bq: .{3,200}\ba: .{3,300}\bq: |问:.{3,120}\ba:/s,
  },
  // What hides from readers.
  {
    kind: 'encoded',
    weight: 1,
    pattern:
      /(?:[01]{8}[ ,]?){6,}|(?<![a-z0-9+/=-])(?=[a-z0-9+/]*\d)[a-z0-9+/]{60,}={0,2}(?![a-z0-9+/])|(?<![a-z0-9+/])[a-z0-9+/]{22,}={1,2}(?![a-z0-9+/=])|(?:\\x[0-9a-f]{2}){6,}|(?:%[0-9a-f]{2}){12,}/,
  },
]

/** An order to a writer, planted in a longer text; it counts only with a noun of that trade. */
export const TASK =
  /(?:^|[.!?\n|]\s*|mercury t )(?:please )?(?:write|draft|compose|develop|create|craft|design|outline|prepare|translate|convert|summari[sz]e|rewrite|rephrase|paraphrase|explain|describe|analy[sz]e|calculate|provide|determine|identify|classify|generate|recommend|tell|break|can you|could you|scramble|jumble|rearrange|swap|replace|shuffle|mix|use|misspell|insert|omit|remove|reverse|encode|encrypt|what|how do|how would|which|who)\b(?! (?:us|your (?:password|account|card|email|payment|invoice))\b)[^.!?\n|]{8,110}[.?!](?=\s|$|[a-z])/
export const TASK_NOUN =
  /\b(?:essay|speech|poem|story|article|blog|song|lyrics|slogan|script|review|letter|introduction|synonym|antonym|equivalent|meaning|phrase|spanish|french|german|italian|chinese|japanese|korean|portuguese|russian|sentiment|tone|emotions?|letters|words|anagram|sentences?|code|python|function|headline|tagline|advertisement|business plan|strategy|meal|diet|travel|itinerary|summary|plot|news|climate|emoji|vowels?|syllables?|characters?|numbers?|algorithm|formula|equation|substitution|homophones?|language|culture|history|capital of|population|temperature|weather|president|recipe|trends?|theory|causes|lifecycle|process of|functions?|differences? between|examples?|recursion|quadratic|tips|methods?|techniques?|benefits|exercise|healthy?)\b/
