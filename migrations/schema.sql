CREATE DOMAIN public.id AS text COLLATE pg_catalog."C"
	CONSTRAINT id_check CHECK ((length(VALUE) = 32));

CREATE TABLE public.agent (
    id public.id NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    lang text NOT NULL,
    teams text[] DEFAULT '{}'::text[] NOT NULL,
    active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT agent_role_check CHECK ((role = ANY (ARRAY['agent'::text, 'lead'::text, 'manager'::text, 'admin'::text])))
);

CREATE TABLE public.agent_identity (
    channel text NOT NULL,
    account text NOT NULL,
    external text NOT NULL,
    agent_id public.id NOT NULL
);

CREATE TABLE public.attachment (
    id public.id NOT NULL,
    message_id public.id,
    name text NOT NULL,
    mime text NOT NULL,
    size bigint NOT NULL,
    blob text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    state text DEFAULT 'stored'::text NOT NULL,
    channel text,
    account text,
    ref text,
    due_at timestamp with time zone,
    tries integer DEFAULT 0 NOT NULL,
    why text,
    owner text,
    died integer DEFAULT 0 NOT NULL
);

CREATE TABLE public.backfill (
    name text NOT NULL,
    after text DEFAULT ''::text NOT NULL,
    done_at timestamp with time zone
);

CREATE TABLE public.board_post (
    id text NOT NULL,
    room text NOT NULL,
    thread text,
    kind text NOT NULL,
    author text,
    reader text,
    body text NOT NULL,
    rev bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
)
WITH (autovacuum_vacuum_threshold='2000', autovacuum_vacuum_scale_factor='0.005', autovacuum_analyze_threshold='2000', autovacuum_analyze_scale_factor='0.01');

CREATE TABLE public.board_room (
    room text NOT NULL,
    rev bigint DEFAULT 0 NOT NULL
)
WITH (autovacuum_vacuum_threshold='2000', autovacuum_vacuum_scale_factor='0.005', autovacuum_analyze_threshold='2000', autovacuum_analyze_scale_factor='0.01');

CREATE TABLE public.card (
    id public.id NOT NULL,
    ticket_id public.id NOT NULL,
    message_id public.id,
    room_id public.id NOT NULL,
    ref text,
    wanted integer DEFAULT 1 NOT NULL,
    shown integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone,
    owner text,
    until timestamp with time zone,
    tries integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
)
WITH (autovacuum_vacuum_threshold='2000', autovacuum_vacuum_scale_factor='0.005', autovacuum_analyze_threshold='2000', autovacuum_analyze_scale_factor='0.01');

CREATE TABLE public.checkpoint (
    seq integer NOT NULL,
    upto timestamp with time zone NOT NULL,
    tickets integer NOT NULL,
    heads text NOT NULL,
    root bytea NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.conversation (
    id public.id NOT NULL,
    room_id public.id NOT NULL,
    customer_id public.id NOT NULL,
    speaker text DEFAULT 'desk'::text NOT NULL,
    speaker_epoch integer DEFAULT 0 NOT NULL,
    lang text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
)
WITH (autovacuum_vacuum_threshold='2000', autovacuum_vacuum_scale_factor='0.005', autovacuum_analyze_threshold='2000', autovacuum_analyze_scale_factor='0.01');

CREATE TABLE public.customer (
    id public.id NOT NULL,
    name text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    level text
);

CREATE TABLE public.delivery (
    id public.id NOT NULL,
    ord bigint NOT NULL,
    lane text NOT NULL COLLATE pg_catalog."C",
    room_id public.id NOT NULL,
    kind text NOT NULL,
    body text NOT NULL,
    state text NOT NULL,
    reason text,
    conversation_id public.id,
    ticket_id public.id,
    card_id public.id,
    thread_card_id public.id,
    message_id public.id,
    epoch integer,
    tries integer DEFAULT 0 NOT NULL,
    ref text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    sent_at timestamp with time zone,
    attachment_id public.id,
    CONSTRAINT delivery_state_check CHECK ((state = ANY (ARRAY['held'::text, 'queued'::text, 'sending'::text, 'sent'::text, 'delivered'::text, 'failed'::text, 'in_doubt'::text, 'cancelled'::text])))
)
WITH (autovacuum_vacuum_threshold='2000', autovacuum_vacuum_scale_factor='0.005', autovacuum_analyze_threshold='2000', autovacuum_analyze_scale_factor='0.01');

ALTER TABLE public.delivery ALTER COLUMN ord ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.delivery_ord_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_config (
    version integer NOT NULL,
    body text NOT NULL,
    hash bytea NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.event (
    id public.id NOT NULL,
    line text NOT NULL COLLATE pg_catalog."C",
    what text NOT NULL,
    room_id public.id,
    ticket_id public.id,
    agent_id public.id,
    sender text NOT NULL,
    text text NOT NULL,
    value text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    outcome text,
    at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    CONSTRAINT event_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'quarantined'::text])))
)
WITH (autovacuum_vacuum_threshold='2000', autovacuum_vacuum_scale_factor='0.005', autovacuum_analyze_threshold='2000', autovacuum_analyze_scale_factor='0.01');

CREATE TABLE public.example (
    id public.id NOT NULL,
    hash bytea NOT NULL,
    text text NOT NULL,
    lang text NOT NULL,
    category text NOT NULL,
    source text NOT NULL,
    ticket_id public.id,
    at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.fact (
    id public.id NOT NULL,
    ticket_id public.id NOT NULL,
    customer_id public.id NOT NULL,
    salt bytea,
    value text,
    erased_at timestamp with time zone
);

CREATE TABLE public.file_text (
    blob text NOT NULL,
    kind text NOT NULL,
    text text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT file_text_kind_check CHECK ((kind = ANY (ARRAY['picture'::text, 'voice'::text])))
);

CREATE TABLE public.former_card (
    room_id public.id NOT NULL,
    ref text NOT NULL,
    card_id public.id NOT NULL
);

CREATE TABLE public.home (
    channel text NOT NULL,
    account text NOT NULL,
    external text NOT NULL,
    agent_id public.id NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    due_at timestamp with time zone,
    drawn_at timestamp with time zone,
    shown bytea,
    owner text,
    until timestamp with time zone,
    tries integer DEFAULT 0 NOT NULL
);

CREATE TABLE public.identity (
    channel text NOT NULL,
    account text NOT NULL,
    external text NOT NULL,
    customer_id public.id NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.inbound_key (
    hash bytea NOT NULL,
    event_id public.id NOT NULL,
    message_id public.id,
    conversation_id public.id,
    said bytea,
    at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.lane (
    key text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL,
    pace text NOT NULL COLLATE pg_catalog."C",
    ping boolean DEFAULT false NOT NULL,
    due_at timestamp with time zone,
    owner text,
    until timestamp with time zone,
    fence bigint DEFAULT 0 NOT NULL
)
WITH (autovacuum_vacuum_threshold='2000', autovacuum_vacuum_scale_factor='0.005', autovacuum_analyze_threshold='2000', autovacuum_analyze_scale_factor='0.01');

CREATE TABLE public.lease (
    name text NOT NULL,
    owner text NOT NULL,
    until timestamp with time zone NOT NULL
);

CREATE TABLE public.lent (
    id public.id NOT NULL,
    channel text NOT NULL,
    lane text,
    fence bigint,
    wanted integer,
    tries integer NOT NULL,
    outcome text,
    lent_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.line (
    key text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL,
    due_at timestamp with time zone,
    owner text,
    until timestamp with time zone,
    fence bigint DEFAULT 0 NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    CONSTRAINT line_kind_check CHECK ((kind = ANY (ARRAY['quick'::text, 'model'::text])))
)
WITH (autovacuum_vacuum_threshold='2000', autovacuum_vacuum_scale_factor='0.005', autovacuum_analyze_threshold='2000', autovacuum_analyze_scale_factor='0.01');

CREATE TABLE public.lookup (
    ticket_id public.id NOT NULL,
    key text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    asked text,
    answer text,
    why text,
    gen integer DEFAULT 1 NOT NULL,
    asked_at timestamp with time zone DEFAULT now() NOT NULL,
    answered_at timestamp with time zone,
    due_at timestamp with time zone,
    owner text,
    until timestamp with time zone,
    tries integer DEFAULT 0 NOT NULL,
    died integer DEFAULT 0 NOT NULL,
    CONSTRAINT lookup_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'found'::text, 'absent'::text, 'failed'::text])))
);

CREATE TABLE public.message (
    id public.id NOT NULL,
    conversation_id public.id NOT NULL,
    turn_id public.id,
    kind text NOT NULL,
    author_id public.id,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    ord text DEFAULT ''::text NOT NULL,
    choice text,
    ticket_id public.id,
    edited_at timestamp with time zone,
    recalled_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    event_id public.id
);

CREATE TABLE public.model (
    version integer NOT NULL,
    bytes bytea NOT NULL,
    examples integer NOT NULL,
    corrections integer NOT NULL,
    accuracy double precision NOT NULL,
    millis integer NOT NULL,
    trained_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.model_spend (
    day date NOT NULL,
    customer_id public.id NOT NULL,
    tokens bigint DEFAULT 0 NOT NULL,
    cost_micros bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.note (
    id public.id NOT NULL,
    ticket_id public.id NOT NULL,
    author_id public.id NOT NULL,
    event_id public.id NOT NULL,
    text text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    edited_at timestamp with time zone,
    removed_at timestamp with time zone
);

CREATE TABLE public.pace (
    key text NOT NULL COLLATE pg_catalog."C",
    next_send_at timestamp with time zone NOT NULL
);

CREATE TABLE public.private_word (
    hash bytea NOT NULL,
    customer_id public.id NOT NULL,
    kind text NOT NULL
);

CREATE TABLE public.pull_cursor (
    channel text NOT NULL,
    account text NOT NULL,
    value text NOT NULL
);

CREATE TABLE public.question (
    id public.id NOT NULL,
    conversation_id public.id NOT NULL,
    ticket_id public.id NOT NULL,
    kind text NOT NULL,
    about text NOT NULL,
    options text NOT NULL,
    state text NOT NULL,
    until timestamp with time zone NOT NULL,
    asked_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT question_kind_check CHECK ((kind = ANY (ARRAY['choose'::text, 'field'::text, 'solved'::text, 'rating'::text]))),
    CONSTRAINT question_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'open'::text, 'answered'::text, 'ended'::text])))
)
WITH (autovacuum_vacuum_threshold='2000', autovacuum_vacuum_scale_factor='0.005', autovacuum_analyze_threshold='2000', autovacuum_analyze_scale_factor='0.01');

CREATE TABLE public.raw_event (
    id public.id NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    what text NOT NULL,
    payload text NOT NULL
)
PARTITION BY RANGE (at);

CREATE TABLE public.raw_event_else (
    id public.id NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    what text NOT NULL,
    payload text NOT NULL
);

CREATE TABLE public.reading (
    turn_id public.id NOT NULL,
    last_message_id public.id NOT NULL,
    version text NOT NULL,
    model text NOT NULL,
    claims text NOT NULL,
    understanding text NOT NULL,
    tokens_in integer NOT NULL,
    tokens_out integer NOT NULL,
    calls integer NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    cost_micros bigint
);

CREATE TABLE public.room (
    id public.id NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    external text NOT NULL,
    thread text DEFAULT ''::text NOT NULL,
    kind text NOT NULL,
    team text,
    lang text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT room_kind_check CHECK ((kind = ANY (ARRAY['customer'::text, 'team'::text, 'manager'::text])))
);

CREATE TABLE public.schema_migration (
    name text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.ticket (
    id public.id NOT NULL,
    number bigint NOT NULL,
    seq integer NOT NULL,
    conversation_id public.id NOT NULL,
    customer_id public.id NOT NULL,
    opener_turn public.id,
    opener_n integer,
    state text NOT NULL,
    team text NOT NULL,
    owner_id public.id,
    category text NOT NULL,
    priority text NOT NULL,
    fold text NOT NULL,
    search tsvector NOT NULL,
    head bytea NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone
)
WITH (autovacuum_vacuum_threshold='2000', autovacuum_vacuum_scale_factor='0.005', autovacuum_analyze_threshold='2000', autovacuum_analyze_scale_factor='0.01');

CREATE TABLE public.ticket_event (
    ticket_id public.id NOT NULL,
    seq integer NOT NULL,
    body text NOT NULL,
    hash bytea NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.ticket_message (
    ticket_id public.id NOT NULL,
    message_id public.id NOT NULL
);

CREATE SEQUENCE public.ticket_number
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.ticket_source (
    hash bytea NOT NULL,
    ticket_id public.id NOT NULL
);

CREATE TABLE public.timer (
    ticket_id public.id NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    due_at timestamp with time zone,
    owner text,
    until timestamp with time zone,
    tries integer DEFAULT 0 NOT NULL,
    restored boolean DEFAULT false NOT NULL,
    died integer DEFAULT 0 NOT NULL
)
WITH (autovacuum_vacuum_threshold='2000', autovacuum_vacuum_scale_factor='0.005', autovacuum_analyze_threshold='2000', autovacuum_analyze_scale_factor='0.01');

CREATE TABLE public.training (
    id text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    outcome text NOT NULL,
    version bigint,
    accuracy double precision NOT NULL,
    in_use double precision,
    learned bigint NOT NULL,
    examples bigint NOT NULL,
    millis bigint NOT NULL,
    told boolean NOT NULL,
    CONSTRAINT training_outcome_check CHECK ((outcome = ANY (ARRAY['first'::text, 'used'::text, 'refused'::text])))
);

CREATE TABLE public.turn (
    id public.id NOT NULL,
    conversation_id public.id NOT NULL,
    author_id public.id NOT NULL,
    kind text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    first_at timestamp with time zone DEFAULT now() NOT NULL,
    due_at timestamp with time zone NOT NULL,
    messages integer DEFAULT 0 NOT NULL,
    reads integer DEFAULT 0 NOT NULL,
    why text,
    done_at timestamp with time zone,
    CONSTRAINT turn_kind_check CHECK ((kind = ANY (ARRAY['words'::text, 'command'::text, 'choice'::text]))),
    CONSTRAINT turn_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'reading'::text, 'done'::text, 'quarantined'::text])))
)
WITH (autovacuum_vacuum_threshold='2000', autovacuum_vacuum_scale_factor='0.005', autovacuum_analyze_threshold='2000', autovacuum_analyze_scale_factor='0.01');

CREATE TABLE public.unparsed (
    id public.id NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    why text NOT NULL,
    excerpt text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT unparsed_state_check CHECK ((state = ANY (ARRAY['open'::text, 'dropped'::text])))
);

ALTER TABLE ONLY public.raw_event ATTACH PARTITION public.raw_event_else DEFAULT;

ALTER TABLE ONLY public.agent_identity
    ADD CONSTRAINT agent_identity_pkey PRIMARY KEY (channel, account, external);

ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_key_key UNIQUE (key);

ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.backfill
    ADD CONSTRAINT backfill_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.board_post
    ADD CONSTRAINT board_post_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.board_room
    ADD CONSTRAINT board_room_pkey PRIMARY KEY (room);

ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.checkpoint
    ADD CONSTRAINT checkpoint_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_room_id_key UNIQUE (room_id);

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_config
    ADD CONSTRAINT desk_config_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.example
    ADD CONSTRAINT example_hash_key UNIQUE (hash);

ALTER TABLE ONLY public.example
    ADD CONSTRAINT example_pkey PRIMARY KEY (id);

ALTER TABLE public.example
    ADD CONSTRAINT example_source_check CHECK ((source = ANY (ARRAY['seed'::text, 'correction'::text, 'import'::text]))) NOT VALID;

ALTER TABLE ONLY public.fact
    ADD CONSTRAINT fact_pkey PRIMARY KEY (ticket_id, id);

ALTER TABLE ONLY public.file_text
    ADD CONSTRAINT file_text_pkey PRIMARY KEY (blob);

ALTER TABLE ONLY public.former_card
    ADD CONSTRAINT former_card_pkey PRIMARY KEY (room_id, ref);

ALTER TABLE ONLY public.home
    ADD CONSTRAINT home_pkey PRIMARY KEY (channel, account, external);

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_pkey PRIMARY KEY (channel, account, external);

ALTER TABLE ONLY public.inbound_key
    ADD CONSTRAINT inbound_key_pkey PRIMARY KEY (hash);

ALTER TABLE ONLY public.lane
    ADD CONSTRAINT lane_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.lease
    ADD CONSTRAINT lease_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.lent
    ADD CONSTRAINT lent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.line
    ADD CONSTRAINT line_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.lookup
    ADD CONSTRAINT lookup_pkey PRIMARY KEY (ticket_id, key);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.model
    ADD CONSTRAINT model_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.model_spend
    ADD CONSTRAINT model_spend_pkey PRIMARY KEY (day, customer_id);

ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_event_id_key UNIQUE (event_id);

ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pace
    ADD CONSTRAINT pace_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.private_word
    ADD CONSTRAINT private_word_pkey PRIMARY KEY (hash, customer_id, kind);

ALTER TABLE ONLY public.pull_cursor
    ADD CONSTRAINT pull_cursor_pkey PRIMARY KEY (channel, account);

ALTER TABLE ONLY public.question
    ADD CONSTRAINT question_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.question
    ADD CONSTRAINT question_ticket_id_kind_about_key UNIQUE (ticket_id, kind, about);

ALTER TABLE ONLY public.reading
    ADD CONSTRAINT reading_pkey PRIMARY KEY (turn_id, last_message_id, version);

ALTER TABLE ONLY public.room
    ADD CONSTRAINT room_channel_account_external_thread_key UNIQUE (channel, account, external, thread);

ALTER TABLE ONLY public.room
    ADD CONSTRAINT room_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.ticket_event
    ADD CONSTRAINT ticket_event_pkey PRIMARY KEY (ticket_id, seq);

ALTER TABLE ONLY public.ticket_message
    ADD CONSTRAINT ticket_message_pkey PRIMARY KEY (ticket_id, message_id);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_number_key UNIQUE (number);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_opener_turn_opener_n_key UNIQUE (opener_turn, opener_n);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ticket_source
    ADD CONSTRAINT ticket_source_pkey PRIMARY KEY (hash);

ALTER TABLE ONLY public.timer
    ADD CONSTRAINT timer_pkey PRIMARY KEY (ticket_id, kind, subject);

ALTER TABLE ONLY public.training
    ADD CONSTRAINT training_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.turn
    ADD CONSTRAINT turn_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.unparsed
    ADD CONSTRAINT unparsed_pkey PRIMARY KEY (id);

CREATE INDEX agent_identity_agent ON public.agent_identity USING btree (agent_id);

CREATE INDEX attachment_blob ON public.attachment USING btree (blob);

CREATE INDEX attachment_due ON public.attachment USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX attachment_message ON public.attachment USING btree (message_id);

CREATE INDEX board_post_room ON public.board_post USING btree (room, rev);

CREATE INDEX board_post_thread ON public.board_post USING btree (thread, rev) WHERE (thread IS NOT NULL);

CREATE INDEX card_due ON public.card USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE UNIQUE INDEX card_ref ON public.card USING btree (room_id, ref) WHERE (ref IS NOT NULL);

CREATE UNIQUE INDEX card_reply ON public.card USING btree (message_id, room_id) WHERE (message_id IS NOT NULL);

CREATE UNIQUE INDEX card_ticket ON public.card USING btree (ticket_id, room_id) WHERE (message_id IS NULL);

CREATE INDEX conversation_customer ON public.conversation USING btree (customer_id);

CREATE INDEX customer_name ON public.customer USING btree (name) WHERE (name IS NOT NULL);

CREATE INDEX delivery_attachment ON public.delivery USING btree (attachment_id) WHERE (attachment_id IS NOT NULL);

CREATE INDEX delivery_behind_card ON public.delivery USING btree (id) WHERE ((state = 'held'::text) AND (reason = 'card'::text));

CREATE INDEX delivery_card_given_up ON public.delivery USING btree (card_id) WHERE ((card_id IS NOT NULL) AND (state = ANY (ARRAY['failed'::text, 'in_doubt'::text, 'cancelled'::text])));

CREATE INDEX delivery_lane ON public.delivery USING btree (lane, ord) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]));

CREATE INDEX delivery_message ON public.delivery USING btree (message_id) WHERE (message_id IS NOT NULL);

CREATE INDEX delivery_needs_person ON public.delivery USING btree (id) WHERE (state = ANY (ARRAY['failed'::text, 'in_doubt'::text]));

CREATE INDEX delivery_restored ON public.delivery USING btree (id) WHERE ((state = 'held'::text) AND (reason = 'restore'::text));

CREATE INDEX delivery_thread_held ON public.delivery USING btree (thread_card_id) WHERE (state = 'held'::text);

CREATE INDEX delivery_thread_ref ON public.delivery USING btree (room_id, ref) WHERE ((thread_card_id IS NOT NULL) AND (ref IS NOT NULL));

CREATE INDEX event_pending ON public.event USING btree (line, id) WHERE (state = 'waiting'::text);

CREATE INDEX event_quarantined ON public.event USING btree (id) WHERE (state = 'quarantined'::text);

CREATE INDEX example_source ON public.example USING btree (source, at);

CREATE INDEX identity_customer ON public.identity USING btree (customer_id);

CREATE INDEX lane_due ON public.lane USING btree (channel, ping DESC, due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX lent_age ON public.lent USING btree (lent_at);

CREATE INDEX lent_lane ON public.lent USING btree (lane, fence) WHERE (lane IS NOT NULL);

CREATE INDEX lent_told ON public.lent USING btree (channel, lent_at) WHERE (outcome IS NOT NULL);

CREATE INDEX line_due ON public.line USING btree (kind, due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX lookup_due ON public.lookup USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX message_conversation ON public.message USING btree (conversation_id, id);

CREATE INDEX message_event ON public.message USING btree (event_id) WHERE (event_id IS NOT NULL);

CREATE INDEX message_said ON public.message USING btree (conversation_id, at) WHERE (author_id IS NULL);

CREATE INDEX message_turn ON public.message USING btree (turn_id) WHERE (turn_id IS NOT NULL);

CREATE INDEX note_ticket ON public.note USING btree (ticket_id, id);

CREATE INDEX private_word_customer ON public.private_word USING btree (customer_id);

CREATE UNIQUE INDEX question_open ON public.question USING btree (conversation_id) WHERE (state = 'open'::text);

CREATE INDEX question_queued ON public.question USING btree (conversation_id) WHERE (state = 'queued'::text);

CREATE INDEX raw_event_at ON ONLY public.raw_event USING brin (at);

CREATE INDEX raw_event_else_at_idx ON public.raw_event_else USING brin (at);

CREATE INDEX ticket_changed ON public.ticket USING btree (changed_at);

CREATE INDEX ticket_customer ON public.ticket USING btree (customer_id, id DESC);

CREATE INDEX ticket_message_message ON public.ticket_message USING btree (message_id);

CREATE INDEX ticket_owner ON public.ticket USING btree (owner_id, state, id DESC) WHERE (owner_id IS NOT NULL);

CREATE INDEX ticket_search ON public.ticket USING gin (search);

CREATE INDEX ticket_state ON public.ticket USING btree (state, id DESC);

CREATE INDEX ticket_team ON public.ticket USING btree (team, state, id DESC);

CREATE INDEX timer_due ON public.timer USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX turn_pending ON public.turn USING btree (conversation_id, id) WHERE (state = ANY (ARRAY['waiting'::text, 'reading'::text]));

CREATE INDEX turn_quarantined ON public.turn USING btree (id) WHERE (state = 'quarantined'::text);

CREATE UNIQUE INDEX turn_waiting ON public.turn USING btree (conversation_id, author_id) WHERE ((state = 'waiting'::text) AND (kind = 'words'::text));

ALTER INDEX public.raw_event_at ATTACH PARTITION public.raw_event_else_at_idx;

ALTER TABLE ONLY public.agent_identity
    ADD CONSTRAINT agent_identity_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.agent(id);

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(id);

ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_room_id_fkey FOREIGN KEY (room_id) REFERENCES public.room(id);

ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES public.ticket(id);

ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id);

ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_room_id_fkey FOREIGN KEY (room_id) REFERENCES public.room(id);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.agent(id);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_room_id_fkey FOREIGN KEY (room_id) REFERENCES public.room(id);

ALTER TABLE ONLY public.fact
    ADD CONSTRAINT fact_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES public.ticket(id);

ALTER TABLE ONLY public.former_card
    ADD CONSTRAINT former_card_card_id_fkey FOREIGN KEY (card_id) REFERENCES public.card(id);

ALTER TABLE ONLY public.home
    ADD CONSTRAINT home_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.agent(id);

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id);

ALTER TABLE ONLY public.lookup
    ADD CONSTRAINT lookup_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES public.ticket(id);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversation(id);

ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.agent(id);

ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES public.ticket(id);

ALTER TABLE ONLY public.question
    ADD CONSTRAINT question_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES public.ticket(id);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversation(id);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id);

ALTER TABLE ONLY public.ticket_event
    ADD CONSTRAINT ticket_event_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES public.ticket(id);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.agent(id);

ALTER TABLE ONLY public.ticket_source
    ADD CONSTRAINT ticket_source_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES public.ticket(id);

ALTER TABLE ONLY public.turn
    ADD CONSTRAINT turn_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversation(id);
