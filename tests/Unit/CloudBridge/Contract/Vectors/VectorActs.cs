using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract.Vectors;

/// <summary>What the ledger signs for its own log, typed by hand.</summary>
internal static class VectorActs
{
    private static readonly AssetId Local = AssetId.Parse("TLF");
    private static readonly AssetId Gift = AssetId.Parse("TNF");
    private static readonly AssetId Federated = AssetId.Parse("FED-LYON");

    public static IReadOnlyList<(string Says, Reallocation Message)> Reallocations { get; } =
    [
        ("a gift stands in for local money", Of(42, new Shift(Records.Wallet(1), Gift, Local, new Money(200)))),
        ("two assets of one wallet, and one of another", Of(
            43,
            new Shift(Records.Wallet(1), Gift, Local, new Money(1)),
            new Shift(Records.Wallet(1), Federated, Local, new Money(Money.Limit)),
            new Shift(Records.Wallet(2), Local, Gift, new Money(350)))),
    ];

    public static IReadOnlyList<(string Says, TreasurerAct Message)> Acts { get; } =
    [
        ("a gap is closed", Act(
            $"close gap of bar-1 through 1/41 {Digest.Of("line 41"u8)}", "SD card of bar-1 died on the 3rd")),
        ("a note in any language", Act("close row 12", "réglé en espèces ✓")),
    ];

    private static Reallocation Of(long sequence, params Shift[] shifts) => new(
        Site.Id, Addressee.Ledger, Site.Bar, 1, sequence, Digest.Of("line 42"u8), [.. shifts]);

    private static TreasurerAct Act(string decision, string note) =>
        new(Site.Id, Addressee.Ledger, 1_795_187_391_355, decision, note);
}
