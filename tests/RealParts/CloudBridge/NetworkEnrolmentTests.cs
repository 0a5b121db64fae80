using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using HardwareDrivers.Cards;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>Real programs on both ends: a terminal enrolled over HTTPS, and those that must not be.</summary>
public sealed class NetworkEnrolmentTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string CardKeys = """{"members":{"proof":{"2":"00112233445566778899AABBCCDDEEFF"}}}""";

    private static readonly SiteId Verger = SiteId.Parse("verger");
    private static readonly TerminalId Bar = TerminalId.Parse("bar-1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_terminal_is_enrolled_though_the_ledger_restarts_and_the_terminal_is_started_again()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.SaysAsync("root", "create", "--out", ledger.In("safe/root.pem"));
        await File.WriteAllTextAsync(ledger.In("keys.json"), CardKeys, Cancellation);
        // Under a name of its own there the ledger would take it for its own file.
        File.Copy(ledger.In("keys.json"), ledger.In("ledger/card-keys.json"));
        var (code, _, refusal) = await ledger.TryAsync(
            "card-keys", "--set", ledger.In("ledger/card-keys.json"), "--note", "the first");
        Assert.Equal(1, code);
        Assert.Contains("outside of the ledger's folder", refusal, StringComparison.Ordinal);
        File.Delete(ledger.In("ledger/card-keys.json"));
        Assert.Equal(
            "site: configuration 1\nmembers proof 2",
            await ledger.SaysAsync("card-keys", "--set", ledger.In("keys.json"), "--note", "the first"));
        var pin = await ledger.CreateAsync("bar-1");
        string words;
        await using (var first = await ledger.EnrolAsync("bar", ["bar-1", pin]))
        {
            words = await ServedLedger.WordsAsync(first);
            first.Signal("INT");
            Assert.Equal(4, await first.End(Cancellation));
            Assert.Contains("Run it again", first.Errors.Seen[^1], StringComparison.Ordinal);
        }
        var key = await File.ReadAllTextAsync(ledger.In("bar/terminal-key.pem"), Cancellation);
        await ledger.StopAsync();
        await using (var away = await ledger.EnrolAsync("bar", []))
        {
            Assert.Equal(4, await away.End(Cancellation));
            Assert.Contains("cannot be reached", away.Errors.Seen[^1], StringComparison.Ordinal);
        }
        await ledger.StartAgainAsync();

        await using var second = await ledger.EnrolAsync("bar", ["yes"]);
        Assert.Equal(words, await ServedLedger.WordsAsync(second));
        Assert.Contains(words, await ledger.SaysAsync("terminal", "list"), StringComparison.Ordinal);
        await ledger.StopAsync();
        await ledger.SaysAsync("terminal", "confirm", "bar-1", words.Replace(' ', '-'));
        await ledger.StartAgainAsync();

        Assert.Equal(0, await second.End(Cancellation));
        Assert.Equal(key, await File.ReadAllTextAsync(ledger.In("bar/terminal-key.pem"), Cancellation));
        var file = await File.ReadAllBytesAsync(ledger.In("bar/enrolment.jws"), Cancellation);
        var enrolment = Enrolment.Read(file).OrThrow();
        Assert.Equal(Bar, enrolment.Terminal);
        var root = await File.ReadAllTextAsync(ledger.In("safe/root.pem"), Cancellation);
        using var offline = Es256Signer.ReadPem(root).OrThrow();
        Assert.Equal(offline.PublicKey.ToJsonWebKey(), enrolment.RootKey);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(ledger.In("safe/root.pem")));
        using (var keys = CardKeySources.OpenFile(ledger.In("bar/card-keys.json")))
            Assert.Equal("members proof 2", Assert.Single(keys.Names).ToString());
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(ledger.In("bar/enrolment.jws")));
        Assert.False(File.Exists(ledger.In("bar/heard-ledger.jwk")));

        // What was lost on the way is given again, to the same key.
        File.Delete(ledger.In("bar/enrolment.jws"));
        await using (var unasked = await ledger.EnrolAsync("bar", ["no"]))
        {
            Assert.Equal(4, await unasked.End(Cancellation));
            Assert.Contains("anybody could have sent it", unasked.Errors.Seen[^1], StringComparison.Ordinal);
            Assert.False(File.Exists(ledger.In("bar/enrolment.jws")));
        }
        await using var third = await ledger.EnrolAsync("bar", ["yes"]);
        Assert.Equal(0, await third.End(Cancellation));
        Assert.True(File.Exists(ledger.In("bar/enrolment.jws")));
    }

    /// <summary>He knows the PIN even, and asks the true ledger with a terminal's key of his own.</summary>
    [Fact]
    public async Task Who_puts_his_own_ledger_key_in_is_found_out_by_the_words()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await using var middle = new MiddleMan();
        var pin = await ledger.CreateAsync("bar-1");
        await using var terminal = await ledger.EnrolAsync("bar", ["bar-1", pin], middle.Address);
        var shown = await ServedLedger.WordsAsync(terminal);
        using var his = Es256Signer.Create();
        using var client = new LedgerServerClient(
            ledger.Address, LedgerServerClient.ReadAuthorities(new FileInfo(ledger.Authority)), TimeProvider.System);
        var site = await client.IntroduceAsync(Cancellation);
        using var truth = global::CloudBridge.Contract.PublicKey.Read(site.LedgerKey).OrThrow();

        // As it is, the terminal's request is of no use to him.
        var passedOn = Assert.IsType<ServerReply.Refused>(
            await client.AskAsync(middle.FirstRequest!, Cancellation));
        Assert.Equal("another-ledger", passedOn.Name);
        Assert.IsType<ServerReply.Waits>(
            await client.AskAsync(Guesser.Request(his, Bar, pin, truth.KeyId).Write(his), Cancellation));

        var asking = EnrolmentWords.Of(his.KeyId, truth.KeyId);
        Assert.Contains(asking, await ledger.SaysAsync("terminal", "list"), StringComparison.Ordinal);
        Assert.NotEqual(asking, shown);
        var (code, _, errors) = await ledger.TryAsync("terminal", "confirm", "bar-1", shown);
        Assert.Equal(4, code);
        Assert.Contains("somebody stands between", errors, StringComparison.Ordinal);
        Assert.IsType<ServerReply.Waits>(
            await client.AskAsync(Guesser.Request(his, Bar, null, truth.KeyId).Write(his), Cancellation));
        Assert.All(ledger.ReadEntries(), entry => Assert.IsType<LedgerEntry.TerminalCreated>(entry));

        // Nor does the terminal take another ledger for the one that it has begun with.
        terminal.Signal("INT");
        Assert.Equal(4, await terminal.End(Cancellation));
        await using var again = await ledger.EnrolAsync("bar", []);
        Assert.Equal(4, await again.End(Cancellation));
        Assert.Contains("another ledger's key", again.Errors.Seen[^1], StringComparison.Ordinal);
        using var own = TerminalFolder.LookAtKey(ledger.In("bar")).Signer;
        Assert.Equal(EnrolmentWords.Of(own.KeyId, middle.LedgerKey), shown);
    }

    [Fact]
    public async Task Wrong_PINs_from_many_addresses_stop_all_trying_also_after_a_restart()
    {
        await using var ledger = await ServedLedger.StartAsync();
        var pin = await ledger.CreateAsync("bar-1");
        var heard = await Guesser.HearAsync(ledger);
        using var guesser = Es256Signer.Create();

        // Names of all kinds, and never five of one.
        for (var i = 0; i < 20; i++)
        {
            var (wrong, _) = await Guesser.GuessAsync(ledger, guesser, $"bar-{i}", heard, i);
            Assert.Equal(HttpStatusCode.Unauthorized, wrong);
        }
        var (status, again) = await Guesser.GuessAsync(ledger, guesser, "bar-99", heard, 99);
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.InRange(again!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        await ledger.StopAsync();
        await ledger.StartAgainAsync();

        await using var terminal = await ledger.EnrolAsync("bar", ["bar-1", pin]);
        Assert.Equal(4, await terminal.End(Cancellation));
        Assert.Matches("Come again in [0-9]+ minutes", terminal.Errors.Seen[^1]);
        Assert.False(TerminalFolder.HasKey(ledger.In("bar")));
    }

    [Fact]
    public async Task What_goes_wrong_is_said_with_what_to_do()
    {
        await using var ledger = await ServedLedger.StartAsync();
        var pin = await ledger.CreateAsync("bar-1");

        await SaysAsync(ledger, ["bar-1", EnrolmentBench.Another(pin)], "Expected a name and its PIN");
        await SaysAsync(ledger, ["bar-2", pin], "Expected a name and its PIN");
        await SaysAsync(ledger, ["bar-1"], "expected 6 digits");
        await SaysAsync(ledger, ["bar-1", pin], "--authority FILE", server: ledger.Address);
        await SaysAsync(ledger, ["bar-1", pin], "run this again, it goes on without a PIN");
        await ledger.SaysAsync("terminal", "refuse", "bar-1");
        await SaysAsync(ledger, [], "The operator has refused this terminal");
    }

    private static async Task SaysAsync(ServedLedger ledger, string[] lines, string expected, Uri? server = null)
    {
        await using var terminal = await ledger.EnrolAsync("bar", lines, server, patience: "0");
        Assert.Equal(4, await terminal.End(Cancellation));
        Assert.Contains(expected, terminal.Errors.Seen[^1], StringComparison.Ordinal);
    }
}
