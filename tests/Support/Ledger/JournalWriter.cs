using CloudBridge.Contract;

namespace Tests.Support;

/// <summary>Writes lines as the test terminal would, in a chain.</summary>
public sealed class JournalWriter(Site site)
{
    private Digest last;
    private long sequence;

    public SignedObject Next(Fact fact) => Next(fact, Site.Bar);

    public SignedObject Next(Fact fact, TerminalId terminal)
    {
        var record = Records.At(++sequence, fact, last) with { Terminal = terminal };
        var line = RecordLine.Write(record, site.Terminal);
        last = line.Hash();
        return line;
    }

    /// <summary>Another line for the place of the last one.</summary>
    public SignedObject InPlaceOfTheLast(Fact fact, Digest previous) =>
        RecordLine.Write(Records.At(sequence, fact, previous), site.Terminal);

    /// <summary>A beer for 3.50, paid from one asset.</summary>
    public static Fact.Sale Beer(string uid, string asset = "TLF") => new(
        Site.Card(uid),
        [new Payment(Site.Card(uid), Kiosks.WalletOf(uid), [Records.Amount(asset, 350)])],
        [Kiosks.Beer.Line(1)],
        Records.Verdict);
}
