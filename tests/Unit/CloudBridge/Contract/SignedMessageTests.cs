using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract;

public sealed class SignedMessageTests : IDisposable
{
    private static readonly Addressee Bar = Addressee.Of(Site.Bar);

    private readonly Site site = new();

    private readonly AckMessage ack = new(Site.Id, Bar, 1, [new EpochAck(1, 42, Digest.Of("line 42"u8))]);

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_message_reads_as_it_was_written() =>
        Assert.Equal(ack, SignedMessage.Read<AckMessage>(Signed(ack), site.LedgerKeys, Site.Id, Bar).OrThrow());

    [Fact]
    public void A_message_for_another_terminal_is_not_ours()
    {
        var forAnother = ack with { To = Addressee.Of(TerminalId.Parse("bar-2")) };

        Assert.Equal(FormatErrorKind.WrongAddressee, Error<AckMessage>(Signed(forAnother)));
    }

    [Fact]
    public void A_message_for_another_site_is_not_ours()
    {
        var forAnother = ack with { Site = SiteId.Parse("autre") };

        Assert.Equal(FormatErrorKind.WrongAddressee, Error<AckMessage>(Signed(forAnother)));
    }

    [Fact]
    public void One_kind_does_not_pass_for_another() =>
        Assert.Equal(FormatErrorKind.WrongHeader, Error<BeatMessage>(Signed(ack)));

    [Fact]
    public void A_terminal_cannot_sign_for_the_ledger() =>
        Assert.Equal(FormatErrorKind.UnknownKey, Error<AckMessage>(SignedMessage.Sign(ack, site.Terminal).Compact));

    [Fact]
    public void Content_beyond_its_range_is_bad()
    {
        var first = ack.Epochs[0];
        AckMessage[] bad =
        [
            ack with { Era = 0 },
            ack with { Epochs = [first, first] },
            ack with { Epochs = [first with { Sequence = -1 }] },
        ];

        Assert.All(bad, message => Assert.Equal(FormatErrorKind.BadContent, Error<AckMessage>(Signed(message))));
    }

    [Theory]
    [InlineData("a\n", 1)]
    [InlineData("a\nb\n", 2)]
    [InlineData("a\n\nb\n", 3)]
    public void A_journal_message_is_cut_into_lines(string payload, int lines) =>
        Assert.Equal(lines, JournalBatch.Split(System.Text.Encoding.ASCII.GetBytes(payload)).OrThrow().Count);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a\nb")]
    public void A_journal_message_that_does_not_end_a_line_is_bad(string payload) =>
        Assert.False(JournalBatch.Split(System.Text.Encoding.ASCII.GetBytes(payload)).Succeeded(out _, out _));

    private ReadOnlyMemory<byte> Signed(AckMessage message) => SignedMessage.Sign(message, site.Ledger).Compact;

    private FormatErrorKind? Error<T>(ReadOnlyMemory<byte> compact) where T : class, ISignedMessage<T> =>
        SignedMessage.Read<T>(compact, site.LedgerKeys, Site.Id, Bar).Succeeded(out _, out var error)
            ? null
            : error.Kind;
}
