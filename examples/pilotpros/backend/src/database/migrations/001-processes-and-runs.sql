create table processes (
  id          bigint generated always as identity primary key,
  name        text not null,
  description text not null default '',
  steps       jsonb not null,
  created_at  timestamptz not null default now()
);

create table runs (
  id             bigint generated always as identity primary key,
  process_id     bigint not null references processes on delete cascade,
  status         text not null default 'queued' check (status in ('queued', 'running', 'succeeded', 'failed')),
  reason         text,
  steps_done     integer not null default 0,
  -- Made at the hand-over; until then nobody can report.
  token_hash     bytea,
  queued_at      timestamptz not null default now(),
  started_at     timestamptz,
  finished_at    timestamptz,
  -- The queue: see src/runs/queue.js. A lease in the past belongs to a process that died.
  handover_until timestamptz,
  handed_over_at timestamptz,
  -- Which of the engine's executions does the run; a second delivery of the same run finds it taken.
  execution      text,
  reported_at    timestamptz not null default now()
);

create index runs_of_process on runs (process_id, id desc);
create index runs_unfinished on runs (id) where status in ('queued', 'running');
create index runs_recent on runs (queued_at);

create table run_events (
  id       bigint generated always as identity primary key,
  run_id   bigint not null references runs on delete cascade,
  kind     text not null check (kind in ('queued', 'started', 'step', 'succeeded', 'failed')),
  -- -1 for events that belong to no step: null would not be equal to itself in the unique index.
  position integer not null default -1,
  step     text,
  message  text not null default '',
  at       timestamptz not null default now(),
  -- The automation engine repeats a report whose answer it didn't get; the same event is kept once.
  unique (run_id, kind, position)
);

-- A trigger and not the service: whoever changes a run, every copy of the service hears of it.
create function announce_run() returns trigger language plpgsql as $$
begin
  perform pg_notify('run_changed', new.id::text);
  return null;
end
$$;

create trigger runs_announce after insert or update of status, steps_done on runs
  for each row execute function announce_run();
