-- Who waits to be enrolled, with slow hashes of PINs, and the wrong tries of an hour: one document, the same that a
-- ledger without a database has in a file. Whoever changes it has the row until then. Accountants need not read it.
create table waiting (
    document bytea not null,
    is_only boolean primary key default true check (is_only)
);
insert into waiting (document) values ('{"terminals":[],"wrongTries":[]}');
