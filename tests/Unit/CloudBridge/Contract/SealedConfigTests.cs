using System.Globalization;
using System.Text;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract;

/// <summary>What goes over brokers of a configuration, and what only the terminal reads.</summary>
public sealed class SealedConfigTests : IDisposable
{
    private readonly Es256Signer terminal = Es256Signer.Create();

    public void Dispose() => terminal.Dispose();

    [Fact]
    public void Nothing_of_staff_stands_in_what_everybody_can_read()
    {
        var config = new TerminalConfig([], StaffWith(2), TerminalLimits.Default);

        var made = Sent(config);
        var text = Encoding.UTF8.GetString(Jws(made).Payload.Span);

        Assert.All(
            config.Staff!.Pins.SelectMany(pin => new[] { pin.Hash, pin.Salt, $"{pin.Card}" }),
            secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.Equal(config, made.Config.Open(terminal).OrThrow());
        Assert.Equal(config.Hash(), made.Config.Open(terminal).OrThrow().Hash());
        Assert.Null(made.Config.InClear().Staff);
    }

    [Fact]
    public void What_is_not_sealed_for_the_terminal_opens_no_part_of_it()
    {
        using var stranger = Es256Signer.Create();
        var config = new TerminalConfig([], StaffWith(2));

        Assert.False(SealedConfig.Seal(config, stranger.PublicKey).Open(terminal).Succeeded(out _, out var error));
        Assert.Equal(FormatErrorKind.UnknownKey, error.Kind);
        Assert.False(
            (SealedConfig.Seal(config, terminal.PublicKey) with { Staff = "" }).Open(terminal)
                .Succeeded(out _, out error));
        Assert.Equal(FormatErrorKind.NotCompactJwe, error.Kind);
    }

    /// <summary>Flaws of what is inside are found inside.</summary>
    [Fact]
    public void Staff_that_are_sealed_are_checked_when_they_are_opened()
    {
        var odd = StaffWith(1) with { VoidSeconds = -1 };

        var made = SealedConfig.Seal(new TerminalConfig(Staff: odd), terminal.PublicKey);

        Assert.Null(made.Flaw());
        Assert.False(made.Open(terminal).Succeeded(out _, out var error));
        Assert.Contains("staff.voidSeconds", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_staff_that_may_be_said_fit_and_one_more_is_said_to_be_too_many()
    {
        var most = Enumerable.Range(1, 1_000)
            .TakeWhile(count => !new TerminalConfig(Staff: StaffWith(count)).Flaws().Any())
            .Last();
        var config = new TerminalConfig(Staff: StaffWith(most), Limits: TerminalLimits.Default);

        var made = Sent(config);

        Assert.InRange(most, 100, 200);
        Assert.True(config.Fits());
        Assert.InRange(made.Config.Staff!.Length, 1, SealedConfig.LongestStaff);
        Assert.Null(made.Flaw());
        Assert.InRange(Jws(made).Payload.Length, 1, SealedConfig.MostBytesOf(config) + 100);
        Assert.InRange(Jws(made).Compact.Length, 1, JwsType.Config.LongestBytes);
        Assert.StartsWith(
            "staff: ",
            Assert.Single(new TerminalConfig(Staff: StaffWith(most + 1)).Flaws()),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "staff: ",
            (made.Config with { Staff = new string('A', SealedConfig.LongestStaff + 1) }).Flaw(),
            StringComparison.Ordinal);
    }

    private static StaffRules StaffWith(int pins) => LedgerBench.Trusting with
    {
        Pins =
        [
            .. Enumerable.Range(1, pins).Select(row => new StaffPin(
                Site.Card($"04{row.ToString("X12", CultureInfo.InvariantCulture)}"),
                "AAECAwQFBgcICQoLDA0ODw",
                200_000,
                $"{Digest.Of(BitConverter.GetBytes(row))}")),
        ],
    };

    private SignedObject Jws(ConfigMessage message) => SignedMessage.Sign(message, terminal);

    private ConfigMessage Sent(TerminalConfig config) => new(
        Site.Id, Addressee.Of(Site.Bar), 1, 1, SealedConfig.Seal(config, terminal.PublicKey));
}
