-- The ledger's log is the truth: lines as the embedded store writes them, each naming the hash of the one before.
-- What stands beside it is made from the same entries in the same transaction, and its constraints hold what the
-- program promises: no record twice, none missing before another, no booking with one side.

-- Whose books they are, and the key of the ledger that keeps them.
create table site (
    name text not null,
    ledger_key text not null,
    is_only boolean primary key default true check (is_only)
);

create table entry (
    number bigint primary key check (number > 0),
    kind text not null,
    line bytea not null,
    previous bytea not null check (octet_length(previous) = 32),
    hash bytea not null generated always as (sha256(line)) stored,
    before bigint generated always as (case when number > 1 then number - 1 end) stored,
    unique (number, hash),
    foreign key (before, previous) references entry (number, hash),
    check (number > 1 or previous = '\x0000000000000000000000000000000000000000000000000000000000000000')
);

-- Gaps that a treasurer closed: records from first through last are not waited for, and may come late.
create table closed_gap (
    terminal text not null,
    epoch bigint not null check (epoch > 0),
    first bigint not null check (first > 0),
    last bigint not null check (last >= first),
    hash bytea not null check (octet_length(hash) = 32),
    entry bigint not null references entry,
    primary key (terminal, epoch, first)
);

-- Records in their terminal's chain.
create table record (
    terminal text not null,
    epoch bigint not null check (epoch > 0),
    sequence bigint not null check (sequence > 0),
    hash bytea not null check (octet_length(hash) = 32),
    entry bigint not null references entry,
    primary key (terminal, epoch, sequence)
);

-- Records beside their terminal's chain: another has their place, or they do not follow the one before.
create table record_beside (
    terminal text not null,
    epoch bigint not null check (epoch > 0),
    sequence bigint not null check (sequence > 0),
    hash bytea not null check (octet_length(hash) = 32),
    entry bigint not null references entry,
    primary key (terminal, epoch, sequence, hash)
);

create table posting (
    entry bigint not null references entry,
    place integer not null check (place > 0),
    account text not null,
    asset text not null,
    amount bigint not null,
    primary key (entry, place)
);

create index posting_of_account on posting (account, asset, entry);

-- What all postings come to. Kept by them alone.
create table balance (
    account text not null,
    asset text not null,
    amount numeric(38) not null,
    primary key (account, asset)
);

-- Which UID a card's token stands for: a row that is deleted is a guest who is forgotten.
create table vault (
    card text primary key,
    uid text not null,
    number text,
    qr uuid
);

-- Which worker makes lists and keeps time, and until when.
create table lead (
    worker text not null,
    until timestamptz not null,
    term bigint not null,
    is_only boolean primary key default true check (is_only)
);

create function book_postings() returns trigger language plpgsql security definer as $$
begin
    if exists (select from added group by entry, asset having sum(amount) <> 0) then
        raise exception 'an entry gives what it does not take' using errcode = 'check_violation';
    end if;
    if exists (
        select from posting as known where known.entry in (select entry from added)
        and not exists (select from added where added.entry = known.entry and added.place = known.place)
    ) then
        raise exception 'an entry is booked once' using errcode = 'unique_violation';
    end if;
    insert into balance as kept (account, asset, amount)
        select account, asset, sum(amount) from added group by account, asset
        on conflict (account, asset) do update set amount = kept.amount + excluded.amount;
    return null;
end
$$;

create trigger postings_are_booked after insert on posting
    referencing new table as added for each statement execute function book_postings();

create function follow_records() returns trigger language plpgsql security definer as $$
begin
    if exists (
        select from added where sequence > 1
        and not exists (
            select from record as known
            where (known.terminal, known.epoch, known.sequence) = (added.terminal, added.epoch, added.sequence - 1)
        )
        and not exists (
            select from closed_gap as gap
            where (gap.terminal, gap.epoch) = (added.terminal, added.epoch)
            and added.sequence between gap.first and gap.last + 1
        )
    ) then
        raise exception 'a record is missing before another' using errcode = 'foreign_key_violation';
    end if;
    return null;
end
$$;

create trigger records_follow after insert on record
    referencing new table as added for each statement execute function follow_records();

create function close_gaps() returns trigger language plpgsql security definer as $$
begin
    if exists (
        select from added
        where not exists (select from entry where entry.number = added.entry and entry.kind = 'gapClosed')
    ) then
        raise exception 'a gap is closed by a treasurer alone' using errcode = 'check_violation';
    end if;
    return null;
end
$$;

create trigger gaps_are_closed after insert on closed_gap
    referencing new table as added for each statement execute function close_gaps();

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is only ever appended to', tg_table_name using errcode = 'restrict_violation';
end
$$;

create trigger entry_is_appended_to before update or delete or truncate on entry
    for each statement execute function refuse_change();
create trigger closed_gap_is_appended_to before update or delete or truncate on closed_gap
    for each statement execute function refuse_change();
create trigger record_is_appended_to before update or delete or truncate on record
    for each statement execute function refuse_change();
create trigger record_beside_is_appended_to before update or delete or truncate on record_beside
    for each statement execute function refuse_change();
create trigger posting_is_appended_to before update or delete or truncate on posting
    for each statement execute function refuse_change();

create function refuse_hands() returns trigger language plpgsql as $$
begin
    if pg_trigger_depth() < 2 then
        raise exception 'a balance is changed by postings alone' using errcode = 'restrict_violation';
    end if;
    return null;
end
$$;

create trigger balance_is_kept before insert or update or delete or truncate on balance
    for each statement execute function refuse_hands();

-- Whoever calls them: these tables, and no temporary ones of the same name.
do $$
begin
    execute format('alter function book_postings() set search_path = %I, pg_temp', current_schema());
    execute format('alter function follow_records() set search_path = %I, pg_temp', current_schema());
    execute format('alter function close_gaps() set search_path = %I, pg_temp', current_schema());
end
$$;
