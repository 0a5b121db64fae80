using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// One of many terminals, with a chain of signed sales to a card of its own. It has no disk and no relay: a machine
/// that is measured has no room for thousands of them.
/// </summary>
internal sealed class CrowdTerminal(int number) : IDisposable
{
    /// <summary>What its card has at first, in minor units.</summary>
    public const long Opening = 1_000_000_00;

    private readonly Es256Signer signer = Es256Signer.Create();
    private Digest previous;
    private long sequence;

    /// <summary>Its name.</summary>
    public TerminalId Name { get; } =
        TerminalId.Parse(string.Create(CultureInfo.InvariantCulture, $"bar-{number}"));

    /// <summary>By what its lines are checked.</summary>
    public PublicKey Key => signer.PublicKey;

    /// <summary>How it comes into the books.</summary>
    public LedgerEntry.TerminalEnrolled Enrolment =>
        new(Name, signer.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default, Clock.Noon);

    /// <summary>The card that pays all of it.</summary>
    public NewCard Card => LedgerBench.NewCard(Guests.Uid(number), $"TLF {Opening}");

    /// <summary>Records that were written.</summary>
    public long Written => sequence;

    /// <summary>So many sales more, in one message.</summary>
    public MqttMessage Sell(int sales)
    {
        using var lines = new MemoryStream();
        for (var sale = 0; sale < sales; sale++)
        {
            var line = RecordLine.Write(
                Records.At(++sequence, Guests.Beer(number), previous) with { Terminal = Name }, signer);
            previous = line.Hash();
            lines.Write(line.Compact.Span);
            lines.WriteByte((byte)'\n');
        }
        return new MqttMessage(LedgerBench.Topics.Of(Name, TerminalTopic.Journal), lines.ToArray());
    }

    public void Dispose() => signer.Dispose();
}
