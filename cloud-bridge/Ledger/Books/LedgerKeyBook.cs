using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Which keys the ledger has had.</summary>
public sealed class LedgerKeyBook
{
    private readonly List<string> statements = [];

    /// <summary>How often it changed.</summary>
    public long Number => statements.Count;

    /// <summary>The first one; null: it never changed.</summary>
    public JsonWebKey? First { get; private set; }

    /// <summary>The last one; null: it never changed.</summary>
    public KeyId? Current { get; private set; }

    /// <summary>What terminals are told, in order.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Statements =>
        statements.Select(statement => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(statement));

    /// <summary>Whoever still has the key before must sign nothing more with it.</summary>
    /// <exception cref="LedgerStoreException">It has changed.</exception>
    public void Demand(KeyId key)
    {
        if (Current is { } current && current != key)
            throw new LedgerStoreException(
                $"The ledger's key has changed to {current}; this process has {key}. Start it again. Where several " +
                "machines have copies of the ledger's folder, copy it first.");
    }

    internal void Change(LedgerEntry.LedgerKeyChanged changed)
    {
        First ??= changed.Former;
        Current = changed.Read().OrThrow().NewKeyId();
        statements.Add(changed.Statement);
    }

    /// <summary>Why a change cannot be the next; null when it can.</summary>
    internal string? FlawOf(LedgerEntry.LedgerKeyChanged changed)
    {
        if (!changed.Read().Succeeded(out var statement, out var error))
            return $"a change of the ledger's key: {error.Detail}";
        if (!PublicKey.Read(changed.Former).Succeeded(out var former, out error))
            return $"a change of the ledger's key: the former one: {error.Detail}";
        using (former)
            return statement.Number != Number + 1
                    ? $"change {statement.Number} of the ledger's key after change {Number}"
                : former.KeyId != statement.Former || Current is { } known && known != statement.Former
                    ? $"change {statement.Number} of the ledger's key does not follow its last one"
                : null;
    }
}
