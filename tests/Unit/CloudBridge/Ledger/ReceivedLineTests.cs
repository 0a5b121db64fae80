using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Lines whose signatures are checked before their turn has come.</summary>
public sealed class ReceivedLineTests : IDisposable
{
    private readonly Site site = new();
    private readonly SignedObject line;

    public ReceivedLineTests() => line = new JournalWriter(site).Next(JournalWriter.Beer(Kiosks.Guest));

    public void Dispose() => site.Dispose();

    [Fact]
    public void What_was_checked_by_the_keys_that_count_is_not_checked_again()
    {
        var keys = new CountedKeys(site.Terminal.PublicKey);
        var received = new ReceivedLine(line.Compact, Site.Id);
        received.Check(keys);

        Assert.Null(received.WhyForged(keys));
        Assert.Equal(1, keys.Asked);
    }

    [Fact]
    public void What_is_forged_is_known_to_be()
    {
        using var stranger = Es256Signer.Create();
        var keys = new CountedKeys(stranger.PublicKey);
        var received = new ReceivedLine(line.Compact, Site.Id);
        received.Check(keys);

        Assert.Equal(FormatErrorKind.UnknownKey, received.WhyForged(keys)?.Kind);
        Assert.Equal(1, keys.Asked);
    }

    /// <summary>Between the check and its turn the terminal was enrolled anew.</summary>
    [Fact]
    public void By_other_keys_it_is_checked_anew()
    {
        using var next = Es256Signer.Create();
        var received = new ReceivedLine(line.Compact, Site.Id);
        received.Check(new KeyRing(site.Terminal.PublicKey));

        Assert.Equal(
            FormatErrorKind.UnknownKey,
            received.WhyForged(new KeyRing(next.PublicKey))?.Kind);
    }

    [Fact]
    public void Of_a_message_nothing_is_read_behind_what_nobody_signed()
    {
        byte[] payload = [.. line.Compact.Span, (byte)'\n', .. "garbage\n"u8, .. line.Compact.Span, (byte)'\n'];

        var received = new ReceivedJournal(Site.Bar, payload, new KeyRing(site.Terminal.PublicKey), Site.Id);

        Assert.Equal([true, false], received.Lines.Select(one => one.Read.Succeeded(out _, out _)));
        Assert.Null(received.Error);
    }

    private sealed class CountedKeys(IVerifier key) : IKeyRing
    {
        public int Asked { get; private set; }

        public IVerifier? Find(KeyId asked)
        {
            Asked++;
            return asked == key.KeyId ? key : null;
        }
    }
}
