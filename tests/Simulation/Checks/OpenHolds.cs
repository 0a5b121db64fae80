using CloudBridge.Contract;

namespace Tests.Simulation;

/// <summary>A plain fold of facts: what holds have set aside, and nothing has captured or released.</summary>
/// <param name="heldAt">When a hold was durable, by the true time.</param>
internal sealed class OpenHolds(Func<(TerminalId Terminal, RecordPosition Held), long> heldAt)
{
    private readonly Dictionary<(TerminalId Terminal, RecordPosition Held), (Payment Payment, long At)> rows = [];

    /// <summary>Those that are open.</summary>
    public IEnumerable<(TerminalId Terminal, RecordPosition Held)> Names => rows.Keys;

    /// <summary>Nothing is held.</summary>
    public void Clear() => rows.Clear();

    /// <summary>What is set aside of a wallet's asset, and of those that stand in for it.</summary>
    /// <param name="wallet">Whose.</param>
    /// <param name="asset">Of what.</param>
    /// <param name="since">By holds that were written then or later, by the true time.</param>
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
                var name = (record.Terminal, record.Position);
                rows.Add(name, (hold.Payment, heldAt(name)));
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
