using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract;

/// <summary>Which key of the ledger a terminal believes, whoever says what in whatever order.</summary>
public sealed class PinnedLedgerKeyTests : IDisposable
{
    private readonly Site site = new();
    private readonly Es256Signer root = Es256Signer.Create();
    private readonly Es256Signer second = Es256Signer.Create();
    private readonly Es256Signer third = Es256Signer.Create();
    private readonly Es256Signer thief = Es256Signer.Create();

    private Es256Signer First => site.Ledger;

    private PinnedLedgerKey Enrolled => PinnedLedgerKey.Of(
        site.Enrolment() with { RootKey = root.PublicKey.ToJsonWebKey() });

    public void Dispose()
    {
        site.Dispose();
        foreach (var key in new[] { root, second, third, thief })
            key.Dispose();
    }

    [Fact]
    public void Each_key_names_the_next()
    {
        var pinned = Take(Enrolled, LedgerKeys.Statement(1, First, second, First));
        Assert.Equal((second.KeyId, 1), (pinned.KeyId, pinned.Number));

        Assert.Equal(third.KeyId, Take(pinned, LedgerKeys.Statement(2, second, third, second)).KeyId);
    }

    [Fact]
    public void An_old_statement_brings_no_key_back()
    {
        var there = LedgerKeys.Statement(1, First, second, First);
        var back = LedgerKeys.Statement(2, second, First, second);
        var pinned = Take(Take(Enrolled, there), LedgerKeys.Statement(2, second, third, second));

        Assert.Same(pinned, Take(pinned, there));
        Assert.Same(pinned, Take(pinned, back));
        Refuses(FormatErrorKind.UnknownKey, pinned, LedgerKeys.Statement(3, third, First, second));
        Refuses(FormatErrorKind.UnknownKey, pinned, LedgerKeys.Statement(3, First, thief, First));
    }

    [Fact]
    public void A_stranger_names_nobody()
    {
        Refuses(FormatErrorKind.UnknownKey, Enrolled, LedgerKeys.Statement(1, First, thief, thief));
        Refuses(FormatErrorKind.BadContent, Enrolled, LedgerKeys.Statement(1, second, thief, First));
        Refuses(
            FormatErrorKind.WrongAddressee,
            Enrolled,
            LedgerKeys.Statement(1, First, second, First, SiteId.Parse("elsewhere")));
        var forged = LedgerKeys.Statement(1, First, second, First).ToArray();
        forged[^5] = forged[^5] == (byte)'A' ? (byte)'B' : (byte)'A';
        Refuses(FormatErrorKind.BadSignature, Enrolled, forged);
    }

    /// <summary>Who has the ledger's key may name as many of his own as he likes, and first.</summary>
    [Fact]
    public void The_root_goes_before_whoever_has_stolen_the_ledgers_key()
    {
        var stolen = Take(Enrolled, LedgerKeys.Statement(1_000, First, thief, First));
        Assert.Equal(thief.KeyId, stolen.KeyId);

        var saved = Take(stolen, LedgerKeys.Statement(1, First, second, root));

        Assert.Equal(second.KeyId, saved.KeyId);
        Refuses(FormatErrorKind.UnknownKey, saved, LedgerKeys.Statement(1_001, thief, third, thief));
        Refuses(FormatErrorKind.UnknownKey, saved, LedgerKeys.Statement(1_000, First, thief, First));
        Assert.Equal(third.KeyId, Take(saved, LedgerKeys.Statement(2, second, third, second)).KeyId);
    }

    [Fact]
    public void An_old_word_of_the_root_counts_no_more()
    {
        var first = LedgerKeys.Statement(1, First, second, root);
        var pinned = Take(Take(Enrolled, first), LedgerKeys.Statement(2, second, third, root));

        Assert.Same(pinned, Take(pinned, first));
        // Nor for who was enrolled behind it.
        var later = PinnedLedgerKey.Of(
            site.Enrolment() with { RootKey = root.PublicKey.ToJsonWebKey(), LedgerKeyNumber = 1 });
        Assert.Same(later, Take(later, first));
    }

    [Fact]
    public void Without_a_root_nobody_speaks_for_one() =>
        Refuses(
            FormatErrorKind.UnknownKey,
            PinnedLedgerKey.Of(site.Enrolment()),
            LedgerKeys.Statement(1, First, second, root));

    private static PinnedLedgerKey Take(PinnedLedgerKey pinned, ReadOnlyMemory<byte> statement) =>
        pinned.Take(statement).OrThrow();

    private static void Refuses(FormatErrorKind kind, PinnedLedgerKey pinned, ReadOnlyMemory<byte> statement)
    {
        Assert.False(pinned.Take(statement).Succeeded(out _, out var error));
        Assert.Equal(kind, error.Kind);
    }
}
