using System.Text;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract;

/// <summary>Card keys on their way over brokers: for one terminal alone.</summary>
public sealed class SealedCardKeysTests : IDisposable
{
    private const string Key = "00112233445566778899AABBCCDDEEFF";

    private readonly Es256Signer terminal = Es256Signer.Create();
    private readonly Es256Signer stranger = Es256Signer.Create();

    public void Dispose()
    {
        terminal.Dispose();
        stranger.Dispose();
    }

    [Fact]
    public void The_terminal_they_are_for_opens_them_and_nobody_else()
    {
        var file = SiteCardKeys.Write([new("members", "proof", 2, Key), new("members", "proof", 1, Key)]);
        var config = new TerminalConfig(CardKeys: CardKeysDigest.Of(file));

        var made = SealedConfig.Seal(config, terminal.PublicKey, file);

        Assert.Equal(config, made.Open(terminal).OrThrow());
        Assert.Equal(config, made.InClear());
        Assert.Equal(file, made.CardKeys!.Open(terminal).OrThrow());
        Assert.Equal(
            [new SiteCardKeyName("members", "proof", 2), new SiteCardKeyName("members", "proof", 1)],
            made.CardKeys.Names(terminal).OrThrow());
        Assert.False(made.Open(stranger).Succeeded(out _, out var error));
        Assert.Equal(
            "card keys cannot be opened with this terminal's key: it is encrypted for another key than ours",
            error.Detail);
        Assert.DoesNotContain(Key, $"{made}{Encoding.UTF8.GetString(config.ToJson())}", StringComparison.Ordinal);
    }

    [Fact]
    public void Others_than_those_of_the_digest_are_not_taken()
    {
        var file = SiteCardKeys.Write([new("members", "proof", 2, Key)]);
        var made = SealedCardKeys.Seal(file, terminal.PublicKey);

        Assert.Equal("card keys: they are not those of their digest", Why(made with { Hash = Digest.Zero }));
        Assert.Equal("card keys: they are not those of their digest", Why(made with { Length = file.Length + 1 }));
        Assert.Throws<ArgumentException>(() => SealedConfig.Seal(
            new TerminalConfig(CardKeys: new CardKeysDigest(Digest.Zero, file.Length)), terminal.PublicKey, file));
    }

    /// <summary>Whatever the ledger has read and signed: they would make this terminal worth stealing.</summary>
    [Theory]
    [InlineData("""{"members":{"issuer":{"1":"KEY"}}}""", "members: issuer: keys that change cards must not be")]
    [InlineData("""{"members":{"proof":{"256":"KEY"}}}""", "members: expected a version from 1 to 255")]
    [InlineData("""{"members":{"proof":{"1":"KEY"},"proof":{"1":"KEY"}}}""", "expected each version once")]
    [InlineData("""{"members":{"proof":{"1":"KEY0"}}}""", "members proof 1: expected 32 hexadecimal digits")]
    [InlineData("""{"members":{"proof":{"1":7}}}""", "members proof 1: expected 32 hexadecimal digits")]
    [InlineData("""{"members":"KEY"}""", "expected card keys as docs/cards.md")]
    [InlineData("KEY", "expected card keys as docs/cards.md")]
    public void What_is_no_file_of_card_keys_is_refused_and_no_key_is_told(string json, string expected)
    {
        var file = Encoding.UTF8.GetBytes(json.Replace("KEY", Key, StringComparison.Ordinal));
        var made = SealedConfig.Seal(
            new TerminalConfig(CardKeys: CardKeysDigest.Of(file)), terminal.PublicKey, file);

        Assert.False(made.Open(terminal).Succeeded(out _, out var error));

        Assert.StartsWith(expected, error.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_as_a_site_may_have_fit_with_the_longest_names()
    {
        SiteCardKey[] keys =
        [
            .. Enumerable.Range(1, SiteCardKeys.Most).Select(
                row => new SiteCardKey($"{row:D40}", "sunMeta", 255, Key)),
        ];
        Assert.Null(SiteCardKeys.Flaw(keys));
        var file = SiteCardKeys.Write(keys);
        var config = new TerminalConfig(CardKeys: CardKeysDigest.Of(file));

        var made = SealedConfig.Seal(config, terminal.PublicKey, file);
        var compact = SignedMessage.Sign(
            new ConfigMessage(Site.Id, Addressee.Of(Site.Bar), 1, 1, made), terminal).Compact;

        Assert.Empty(config.Flaws());
        Assert.Null(made.Flaw());
        Assert.True(config.Fits());
        Assert.Equal(config, made.Open(terminal).OrThrow());
        Assert.InRange(compact.Length, 1, JwsType.Config.LongestBytes);
        Assert.StartsWith(
            "card keys: ",
            (made.CardKeys! with { Keys = new string('A', SealedCardKeys.LongestKeys + 1) }).Flaw(),
            StringComparison.Ordinal);
        Assert.Equal(
            "cardKeys.bytes: '16385'; expected a whole number from 1 to 16384",
            Assert.Single(new TerminalConfig(CardKeys: new CardKeysDigest(Digest.Zero, 16_385)).Flaws()));
    }

    private string Why(SealedCardKeys sealedKeys) =>
        sealedKeys.Names(terminal).Succeeded(out _, out var error) ? "" : error.Detail;
}
