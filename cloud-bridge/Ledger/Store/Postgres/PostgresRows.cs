using System.Buffers.Binary;
using CloudBridge.Contract;
using Npgsql;

namespace CloudBridge.Ledger;

/// <summary>Rows of the database's tables, as arrays: each table's are one statement, all go in one message.</summary>
internal sealed class PostgresRows
{
    private readonly List<long> numbers = [];
    private readonly List<string> kinds = [];
    private readonly List<byte[]> lines = [];
    private readonly List<byte[]> previous = [];
    private readonly Places chained = new();
    private readonly Places gaps = new();
    private readonly List<long> gapFirsts = [];
    private readonly Places beside = new();
    private readonly List<long> postingEntries = [];
    private readonly List<int> postingPlaces = [];
    private readonly List<string> accounts = [];
    private readonly List<string> assets = [];
    private readonly List<long> amounts = [];

    /// <summary>Takes an entry.</summary>
    /// <param name="number">Of its line.</param>
    /// <param name="line">Without its newline.</param>
    /// <param name="before">The hash of the line before.</param>
    /// <param name="drafted">What the line says.</param>
    public void Add(long number, ReadOnlyMemory<byte> line, Digest before, DraftedEntry drafted)
    {
        numbers.Add(number);
        kinds.Add(LogLine.KindOf(drafted.Entry));
        lines.Add(line.ToArray());
        previous.Add(Bytes(before));
        switch (drafted.Entry)
        {
            case LedgerEntry.RecordBooked booked:
                chained.Add(booked.Terminal, booked.Position(), booked.Hash, number);
                break;
            // Others have the places of records that a treasurer goes on without: nothing is missing in the chain.
            case LedgerEntry.GapClosed closed when drafted.GapFirst > 0:
                gaps.Add(closed.Terminal, new RecordPosition(closed.Epoch, closed.Through), closed.Hash, number);
                gapFirsts.Add(drafted.GapFirst);
                break;
            case LedgerEntry.ForkBooked { Record: var fork }:
                beside.Add(fork.Terminal, fork.Position(), fork.Hash, number);
                break;
        }
        foreach (var (index, posting) in drafted.Postings.Index())
        {
            postingEntries.Add(number);
            postingPlaces.Add(index + 1);
            accounts.Add(posting.Account.ToString());
            assets.Add(posting.Asset.ToString());
            amounts.Add(posting.Amount.MinorUnits);
        }
    }

    /// <summary>Inserts them in the session's transaction.</summary>
    public void Insert(NpgsqlConnection session)
    {
        using var batch = new NpgsqlBatch(session) { Timeout = 0 };
        Add(batch, "entry (number, kind, line, previous)", numbers, kinds, lines, previous);
        Add(batch, "closed_gap (terminal, epoch, last, hash, entry, first)", [.. gaps.Columns, gapFirsts]);
        Add(batch, "record (terminal, epoch, sequence, hash, entry)", chained.Columns);
        Add(batch, "record_beside (terminal, epoch, sequence, hash, entry)", beside.Columns);
        Add(
            batch,
            "posting (entry, place, account, asset, amount)",
            postingEntries, postingPlaces, accounts, assets, amounts);
        batch.ExecuteNonQuery();
    }

    /// <summary>Where there are no rows there is no statement: it would be done for nothing.</summary>
    private static void Add(NpgsqlBatch batch, string into, params System.Collections.IList[] columns)
    {
        if (columns[0].Count == 0)
            return;
        var arrays = string.Join(", ", columns.Select((_, index) => $"${index + 1}"));
        var command = new NpgsqlBatchCommand($"insert into {into} select * from unnest({arrays})");
        foreach (var column in columns)
            command.Parameters.Add(new NpgsqlParameter { Value = column });
        batch.BatchCommands.Add(command);
    }

    private static byte[] Bytes(Digest digest)
    {
        var bytes = new byte[Digest.Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, digest.High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(bytes.Length / 2), digest.Low);
        return bytes;
    }

    /// <summary>Places of records.</summary>
    private sealed class Places
    {
        private readonly List<string> terminals = [];
        private readonly List<long> epochs = [];
        private readonly List<long> sequences = [];
        private readonly List<byte[]> hashes = [];
        private readonly List<long> entries = [];

        public System.Collections.IList[] Columns => [terminals, epochs, sequences, hashes, entries];

        public void Add(TerminalId terminal, RecordPosition position, Digest hash, long entry)
        {
            terminals.Add(terminal.ToString());
            epochs.Add(position.Epoch);
            sequences.Add(position.Sequence);
            hashes.Add(Bytes(hash));
            entries.Add(entry);
        }
    }
}
