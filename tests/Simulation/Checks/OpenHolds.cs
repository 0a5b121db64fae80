using CloudBridge.Contract;

namespace Tests.Simulation;

/// <summary>A plain fold of facts: what holds have set aside, and nothing has captured or released.</summary>
internal sealed class OpenHolds
{
    private readonly Dictionary<(TerminalId Terminal, RecordPosition Held), (Payment Payment, long At)> rows = [];

    /// <summary>Those that are open.</summary>
    public IEnumerable<(TerminalId Terminal, RecordPosition Held)> Names => rows.Keys;

    /// <summary>Nothing is held.</summary>
    public void Clear() => rows.Clear();

    /// <summary>What is set aside of a wallet's asset, and of those that stand in for it.</summary>
    /// <param name="wallet">Whose.</param>
    /// <param name="asset">Of what.</param>
    /// <param name="since">By holds that were written then or later, by the ledger's time.</param>
    public long Of(WalletId wallet, AssetId asset, long since = 0)
    {
        var held =
            from row in rows.Values
            where row.Payment.Wallet == wallet && row.At >= since
            from part in row.Payment.Parts
            select part;
        var parts = held.ToLookup(part => part.Asset, part => part.Amount.MinorUnits);
        return Accounts.Together(asset, parts.Select(row => row.Key), one => parts[one].Sum());
    }

    /// <summary>Takes a record.</summary>
    public void Take(JournalRecord record)
    {
        switch (record.Fact)
        {
            case Fact.Hold hold:
                rows.Add((record.Terminal, record.Position), (hold.Payment, record.Stamp.WallMilliseconds));
                break;
            case Fact.Capture capture:
                rows.Remove((record.Terminal, capture.Held));
                break;
            case Fact.Release release:
                rows.Remove((record.Terminal, release.Held));
                break;
        }
    }
}
