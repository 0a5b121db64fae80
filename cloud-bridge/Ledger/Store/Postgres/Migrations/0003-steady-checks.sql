-- The checks of 0001, as questions by key for each new entry or record. As joins they were planned when the tables were
-- small, to read them whole, and a session kept that plan while they grew.
create or replace function book_postings() returns trigger language plpgsql security definer as $$
begin
    if exists (select from added group by entry, asset having sum(amount) <> 0) then
        raise exception 'an entry gives what it does not take' using errcode = 'check_violation';
    end if;
    if exists (
        select from (select entry, count(*) as places from added group by entry) as booked
        where (select count(*) from posting as known where known.entry = booked.entry) <> booked.places
    ) then
        raise exception 'an entry is booked once' using errcode = 'unique_violation';
    end if;
    insert into balance as kept (account, asset, amount)
        select account, asset, sum(amount) from added group by account, asset
        on conflict (account, asset) do update set amount = kept.amount + excluded.amount;
    return null;
end
$$;

create or replace function follow_records() returns trigger language plpgsql security definer as $$
begin
    if exists (
        select from added where sequence > 1
        and (
            select 1 from record as known
            where (known.terminal, known.epoch, known.sequence) = (added.terminal, added.epoch, added.sequence - 1)
        ) is null
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

-- As in 0001, and never by reading a whole table, however small it is.
do $$
begin
    execute format('alter function book_postings() set search_path = %I, pg_temp', current_schema());
    execute format('alter function follow_records() set search_path = %I, pg_temp', current_schema());
end
$$;
alter function book_postings() set enable_seqscan = off;
alter function follow_records() set enable_seqscan = off;
