using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace Tests.Simulation;

/// <summary>What a terminal has sold that no list of its own has: of all wallets together, and of each.</summary>
/// <param name="terminal">Which.</param>
/// <param name="limits">What the ledger has granted it.</param>
internal sealed class Spending(TerminalId terminal, TerminalLimits limits)
{
    private readonly List<(RecordPosition Position, WalletId? Wallet, CardToken Card, ValueList<AssetAmount> Parts)>
        unlisted = [];

    /// <summary>A list takes effect.</summary>
    public void Listed(EpochMarks marks) => unlisted.RemoveAll(row => marks.Covers(row.Position));

    /// <summary>An older image is on its disk.</summary>
    public void Forget() => unlisted.Clear();

    /// <summary>A sale, a hold, an entry or a capture is durable.</summary>
    /// <param name="position">Its record.</param>
    /// <param name="payments">What it took.</param>
    public void Take(RecordPosition position, ValueList<Payment> payments)
    {
        foreach (var payment in payments)
            unlisted.Add((position, payment.Wallet, payment.Card, payment.Parts));
    }

    /// <summary>A hold is captured or released.</summary>
    public void Close(RecordPosition held) => unlisted.RemoveAll(row => row.Position == held);

    /// <summary>With what it took there it has not sold too much.</summary>
    /// <param name="position">Its last record that took something.</param>
    /// <param name="verdict">What that was decided on.</param>
    public void Check(RecordPosition position, Verdict verdict)
    {
        foreach (var row in unlisted.Where(row => row.Position == position && row.Parts.OrdinarySum().IsPositive))
            Check(row.Wallet, row.Card, verdict);
    }

    private void Check(WalletId? wallet, CardToken card, Verdict verdict)
    {
        var all = unlisted.Sum(row => row.Parts.OrdinarySum());
        if (all > limits.OfflineTotal)
            throw new BrokenInvariant(
                "a terminal keeps to its offline total",
                $"{terminal} has sold {all} that no list of its own has; at most {limits.OfflineTotal}");
        var (its, most) = (Of(card, wallet), MostOf(wallet, verdict));
        if (its > most)
            throw new BrokenInvariant(
                "a wallet keeps to its limit at a terminal",
                $"{terminal} has sold {its} to {wallet?.ToString() ?? "a card"} that no list has; at most {most}");
    }

    /// <summary>Ordinary money that it took of a wallet, and of the card before any list had it.</summary>
    public Money Of(CardToken card, WalletId? wallet) => unlisted
        .Where(row => row.Wallet is null ? row.Card == card : row.Wallet == wallet)
        .Sum(row => row.Parts.OrdinarySum());

    /// <summary>That a list is fresh is looked at elsewhere; who says that peers are missing goes by that.</summary>
    private Money MostOf(WalletId? wallet, Verdict verdict) =>
        wallet is null ? limits.UnknownCards.PerCard
        : verdict is { Mode: ListMode.Fresh, PeersMissing: false } ? limits.Uid.FreshLimit
        : limits.Uid.OfflineLimit;
}
