namespace CloudBridge.Ledger;

/// <summary>
/// Where a ledger's lines are, in order and only ever appended to: a file, or a database. It knows how far it was read.
/// </summary>
/// <remarks>Failures below it come as <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/> or
/// <see cref="System.Data.Common.DbException"/>.</remarks>
internal interface ILedgerLog : IDisposable
{
    /// <summary>For messages.</summary>
    string Name { get; }

    /// <summary>Is all that was read known to be durable?</summary>
    bool IsSettled { get; }

    /// <summary>The line that was read last, for messages.</summary>
    string LastLine { get; }

    /// <summary>What to do about a line that is not what it should be.</summary>
    string Advice { get; }

    /// <summary>How it ends, as far as it was read.</summary>
    LogEnd End { get; }

    /// <summary>
    /// Waits until nobody else appends; disposing lets the next one in, and takes back what was not appended whole.
    /// </summary>
    /// <param name="whenNext">May be called once while somebody else still appends: what is read then need not be read
    /// while all others wait.</param>
    IDisposable Enter(Action whenNext);

    /// <summary>
    /// Entries that were appended since the last call, by whichever process. They are read while they are taken, so
    /// that a log may be longer than the memory.
    /// </summary>
    /// <exception cref="LedgerDamageException">A line is not what it should be; no line after it is read.</exception>
    IEnumerable<LedgerEntry> ReadNew();

    /// <summary>Some of the lines that were read or appended.</summary>
    /// <param name="numbers">Rising.</param>
    /// <exception cref="LedgerDamageException">One is not what it was.</exception>
    IReadOnlyList<LedgerEntry> ReadAt(IReadOnlyList<long> numbers);

    /// <summary>Makes durable what was read. Only between <see cref="Enter"/> and its end.</summary>
    /// <exception cref="LedgerStoreException">It is not there any more: whoever wrote it took it back.</exception>
    void Settle();

    /// <summary>
    /// Makes entries durable. Only between <see cref="Enter"/> and its end, after <see cref="ReadNew"/>.
    /// </summary>
    /// <exception cref="LedgerStoreException">Nothing is stored.</exception>
    void Append(IReadOnlyList<DraftedEntry> entries);

    /// <summary>The same log, to be read from its first line.</summary>
    ILedgerLog FromTheFirst();
}
