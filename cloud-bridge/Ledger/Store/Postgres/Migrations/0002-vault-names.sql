-- Who is told a number, or shows a code, means one card: it is found without reading all rows.
create index vault_number on vault (number) where number is not null;
create index vault_qr on vault (qr) where qr is not null;
