using CloudBridge.Contract;
using Npgsql;

namespace CloudBridge.Ledger;

/// <summary>
/// The log as a table. What was committed is durable, and one change at a time is made, so whoever reads sees a whole
/// number of changes.
/// </summary>
internal sealed class PostgresLog(PostgresDatabase database, bool ownsDatabase = true) : ILedgerLog
{
    private const string WhatToDo =
        "Stop all workers. If the database was restored, run ledger raise-era --state DIR and start them: terminals " +
        "then send again what it lacks. If not, restore it from a backup first.";

    private const int PageLines = 5_000;

    private readonly LogChain chain = new(line => $"{database.Name}, line {line}", WhatToDo);
    private PostgresTurn? turn;

    /// <inheritdoc/>
    public string Name => database.Name;

    /// <inheritdoc/>
    public bool IsSettled => true;

    /// <inheritdoc/>
    public string LastLine => chain.LastLine;

    /// <inheritdoc/>
    public string Advice => WhatToDo;

    /// <inheritdoc/>
    public LogEnd End => chain.End;

    /// <inheritdoc/>
    public IDisposable Enter(Action whenNext)
    {
        turn = PostgresTurn.Begin(database);
        var leaving = new Leaving(this);
        try
        {
            turn.TakeNext();
            whenNext();
            turn.TakeTurn();
            return leaving;
        }
        catch
        {
            leaving.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ILedgerLog FromTheFirst() => new PostgresLog(database, ownsDatabase: false);

    /// <summary>The line that was read last is read again: a database that was put back has another there, or none.
    /// </summary>
    /// <inheritdoc/>
    public IEnumerable<LedgerEntry> ReadNew()
    {
        using var own = turn is null ? database.OpenAlive() : null;
        // By pages: whoever wants a few lines must not wait for all that the server would send.
        for (var last = -1L; last != chain.Number;)
        {
            last = chain.Number;
            using var select = new NpgsqlCommand(
                "select line from entry where number >= $1 order by number limit $2", own ?? turn!.Session)
            {
                Parameters = { new() { Value = Math.Max(1, last) }, new() { Value = PageLines } },
                CommandTimeout = 0,
            };
            using var rows = select.ExecuteReader();
            if (last > 0 && !(rows.Read() && Digest.Of(rows.GetFieldValue<byte[]>(0)) == chain.Last))
                throw new LedgerStoreException(
                    $"The {Name} has not the line {last} any more that this ledger has read. {WhatToDo}");
            var taken = last > 0 ? 1 : 0;
            for (; rows.Read(); taken++)
                yield return chain.Take(rows.GetFieldValue<byte[]>(0));
            if (taken < PageLines)
                yield break;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<LedgerEntry> ReadAt(IReadOnlyList<long> numbers)
    {
        using var session = database.OpenAlive();
        using var select = new NpgsqlCommand(
            "select number, line from entry where number = any ($1) order by number", session)
        {
            Parameters = { new() { Value = numbers.ToArray() } },
        };
        using var rows = select.ExecuteReader();
        var entries = new List<LedgerEntry>(numbers.Count);
        while (rows.Read())
            entries.Add(chain.ReadAgain(rows.GetFieldValue<byte[]>(1), rows.GetInt64(0)));
        return entries.Count == numbers.Count
            ? entries
            : throw new LedgerDamageException(
                $"The {Name} lacks {numbers.Count - entries.Count} lines that this ledger has read. {WhatToDo}");
    }

    /// <inheritdoc/>
    public void Settle()
    {
        // What can be read was committed.
    }

    /// <inheritdoc/>
    /// <exception cref="NpgsqlException">They may or may not be stored.</exception>
    public void Append(IReadOnlyList<DraftedEntry> entries)
    {
        var rows = new PostgresRows();
        foreach (var drafted in entries)
        {
            var previous = chain.Last;
            var line = chain.Next(drafted.Entry);
            rows.Add(chain.Number, line[..^1], previous, drafted);
        }
        rows.Insert(turn!.Session);
        turn.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (ownsDatabase)
            database.Dispose();
    }

    private sealed class Leaving(PostgresLog log) : IDisposable
    {
        public void Dispose()
        {
            log.turn?.Dispose();
            log.turn = null;
        }
    }
}
