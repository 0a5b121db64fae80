using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Storage;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using HardwareDrivers.Simulated;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>A daemon without a broker, and a ledger's server that has revoked it.</summary>
public sealed class RevokedDaemonTests : IAsyncLifetime
{
    private const string CardKeys = """{"members":{"proof":{"2":"00112233445566778899AABBCCDDEEFF"}}}""";

    private readonly TemporaryFolder temporary = new();
    private readonly VirtualBoard board = new(TimeProvider.System);
    private readonly OledTwin display = new(isSh1106: false, height: 64);
    private LedgerFolder ledger = null!;
    private LedgerServer server = null!;
    private bool hasPopulations;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string State => temporary.In("state");

    private string EnrolmentFile => temporary.In("enrolment.jws");

    private string CardKeysFile => temporary.In("card-keys.json");

    public async ValueTask InitializeAsync()
    {
        board.AttachI2c(0x3C, display.Open());
        ledger = LedgerFolder.Create(temporary.In("ledger"), Site.Id);
        server = await ServeAsync(ledger);
        var jwk = TerminalFolder.Create(State, Site.Id, Site.Bar);
        using var key = PublicKey.Read(jwk).OrThrow();
        var file = ledger.Store.Change(draft =>
        {
            draft.Add(new LedgerEntry.TerminalEnrolled(Site.Bar, jwk, 1, TerminalLimits.Default));
            return ledger.Seal.Write(draft.Books, Site.Bar, key.KeyId, 1, TerminalLimits.Default);
        });
        await File.WriteAllBytesAsync(EnrolmentFile, file, Cancellation);
        await File.WriteAllTextAsync(CardKeysFile, CardKeys, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        ledger.Dispose();
        temporary.Dispose();
    }

    [Fact]
    public async Task It_serves_nobody_any_more_hands_its_journal_in_and_wipes_its_keys()
    {
        Revoke();

        await RunAsync(() => Eventually.TrueAsync(() => !HasKey, "its own key is wiped", Cancellation));

        Assert.All([EnrolmentFile, CardKeysFile], secret => Assert.False(File.Exists(secret)));
        Assert.False(Directory.Exists(Path.Combine(State, "cards")));
        Assert.True(Directory.Exists(Path.Combine(State, "journal")));
        Assert.Contains(Lines(), line => line.Contains("Revoked", StringComparison.Ordinal));
        Assert.Equal(Lines().Count, ledger.Store.Read(books => books.Terminals.Single().Chains.Single().Sequence));
        var found = RetiredExaminer.Examine(Configuration());
        Assert.Contains("serves nobody any more: Revoked; ", found.Found, StringComparison.Ordinal);
        Assert.Contains("no file with keys of it is left", found.Found, StringComparison.Ordinal);
        Assert.Contains($"through 1/{Lines().Count}", found.Found, StringComparison.Ordinal);

        // Started again it says so on its display, and begins nothing.
        var before = Lines().Count;
        await RunAsync(() => ShowsAsync("Out of service"));
        Assert.Equal(before, Lines().Count);
        Assert.Contains(
            "another state folder",
            Assert.Throws<StateException>(() => TerminalFolder.RequireNoKeyElsewhere(State)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cut_off_it_wipes_the_sites_keys_and_keeps_its_own_until_it_has_handed_in()
    {
        await RunAsync(() => Eventually.TrueAsync(
            () => Directory.Exists(Path.Combine(State, "journal")) && Lines().Count > 0,
            "something is to be handed in",
            Cancellation));
        Revoke();
        await server.DisposeAsync();
        await BeginAsync();

        await RunAsync(() => Eventually.TrueAsync(
            () => !File.Exists(EnrolmentFile) && !File.Exists(CardKeysFile), "the site's keys are gone", Cancellation));
        Assert.True(HasKey);
        server = await ServeAsync(ledger);
        await RunAsync(() => Eventually.TrueAsync(() => !HasKey, "its own key is wiped", Cancellation));

        Assert.Equal(Lines().Count, ledger.Store.Read(books => books.Terminals.Single().Chains.Single().Sequence));
    }

    [Fact]
    public async Task What_another_ledger_says_of_it_is_not_believed()
    {
        using var stranger = LedgerFolder.Create(temporary.In("stranger"), Site.Id);
        var jwk = TerminalFolder.Look(State);
        LedgerBench.Add(
            stranger.Store, new LedgerEntry.TerminalEnrolled(Site.Bar, jwk, 1, TerminalLimits.Default));
        Assert.Null(stranger.Treasury.Revoke(Site.Bar, "Eve", "because"));
        Revoke();
        using var own = Es256Signer.ReadPem(await File.ReadAllTextAsync(
            Path.Combine(State, "terminal-key.pem"), Cancellation)).OrThrow();
        var enrolment = Enrolment.Read(await File.ReadAllBytesAsync(EnrolmentFile, Cancellation)).OrThrow();
        using var pins = LedgerPins.Open(new ForgetfulDisk(), enrolment);
        using var client = LedgerServerClient.Of(
            new Uri($"http://127.0.0.1:{Port}"), authorityFile: null, TimeProvider.System);
        var desk = new LedgerDesk(client, Site.Id, Site.Bar, pins);

        Assert.NotNull((await desk.AskAsync(own, Cancellation)).Answer?.Revoked);
        await server.DisposeAsync();
        server = await ServeAsync(stranger);
        var (answer, why, _) = await desk.AskAsync(own, Cancellation);

        Assert.Null(answer);
        Assert.Contains("no key", why, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_to_another_question_is_none()
    {
        using var own = Es256Signer.Create();
        var request = new StandingRequest(Site.Id, Addressee.Ledger, Site.Bar, new Nonce(2));
        var answer = new StandingMessage(
            Site.Id, Addressee.Of(Site.Bar), new Nonce(2), own.KeyId, new Revocation(1, Clock.Noon));

        Assert.Null(LedgerDesk.Flaw(answer, request, own.KeyId));
        Assert.NotNull(LedgerDesk.Flaw(answer with { Nonce = new Nonce(1) }, request, own.KeyId));
        Assert.NotNull(LedgerDesk.Flaw(answer with { Key = ledger.Signer.KeyId }, request, own.KeyId));
    }

    [Theory]
    [InlineData(Cut.BeforeAnyErasure)]
    [InlineData(Cut.BetweenZerosAndTheirRemoval)]
    [InlineData(Cut.AfterTheFirstErasure)]
    public async Task Where_the_power_went_it_goes_on(Cut cut)
    {
        Revoke();
        await BeginAsync();
        if (cut == Cut.AfterTheFirstErasure)
            File.Delete(EnrolmentFile);
        else if (cut == Cut.BetweenZerosAndTheirRemoval)
            await File.WriteAllBytesAsync(
                EnrolmentFile, new byte[new FileInfo(EnrolmentFile).Length], Cancellation);
        var sent = Path.Combine(State, SentConfigStore.FileName);
        var former = Path.Combine(State, SentConfigStore.FormerName);
        await File.WriteAllTextAsync(sent, "hashes of PINs, card keys", Cancellation);
        await File.WriteAllTextAsync(former, "those before", Cancellation);

        await RunAsync(() => Eventually.TrueAsync(() => !HasKey, "its own key is wiped", Cancellation));

        Assert.All([EnrolmentFile, CardKeysFile, sent, former], secret => Assert.False(File.Exists(secret)));
    }

    /// <summary>The fault was durable, and nothing else yet; or all but the end, which is the terminal's own key.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_power_went_at_the_beginning_or_the_end_it_goes_on(bool atTheBeginning)
    {
        Revoke();
        var key = Path.Combine(State, "terminal-key.pem");
        var kept = new List<(string File, byte[] Content)>();
        foreach (var file in atTheBeginning ? [key, EnrolmentFile, CardKeysFile] : new[] { key })
            kept.Add((file, await File.ReadAllBytesAsync(file, Cancellation)));
        await RunAsync(() => Eventually.TrueAsync(() => !HasKey, "its own key is wiped", Cancellation));
        foreach (var (file, content) in kept)
            await File.WriteAllBytesAsync(file, content, Cancellation);
        if (atTheBeginning)
            File.Delete(Path.Combine(State, RetiredFolder.FileName));

        await RunAsync(async () =>
        {
            await ShowsAsync("Out of service");
            await Eventually.TrueAsync(() => !HasKey, "its own key is wiped again", Cancellation);
        });

        Assert.All([EnrolmentFile, CardKeysFile], secret => Assert.False(File.Exists(secret)));
        Assert.Single(Lines(), line => line.Contains("\"Revoked\"", StringComparison.Ordinal));
    }

    /// <summary>The disk was full: no file could say that it had begun, and the card keys went all the same.</summary>
    [Fact]
    public async Task Without_its_card_keys_it_starts_and_goes_on_if_its_journal_says_that_it_is_out()
    {
        Revoke();
        var key = Path.Combine(State, "terminal-key.pem");
        var (own, enrolment) = (
            await File.ReadAllBytesAsync(key, Cancellation), await File.ReadAllBytesAsync(EnrolmentFile, Cancellation));
        await RunAsync(() => Eventually.TrueAsync(() => !HasKey, "its own key is wiped", Cancellation));
        await File.WriteAllBytesAsync(key, own, Cancellation);
        await File.WriteAllBytesAsync(EnrolmentFile, enrolment, Cancellation);
        File.Delete(Path.Combine(State, RetiredFolder.FileName));

        hasPopulations = true;
        await RunAsync(() => Eventually.TrueAsync(() => !HasKey, "its own key is wiped again", Cancellation));

        Assert.False(File.Exists(EnrolmentFile));
    }

    [Fact]
    public async Task A_secret_that_cannot_be_erased_keeps_neither_the_others_nor_the_journal_here()
    {
        await RunAsync(() => Eventually.TrueAsync(
            () => Directory.Exists(Path.Combine(State, "journal")) && Lines().Count > 0,
            "something is to be handed in",
            Cancellation));
        Revoke();
        await BeginAsync();
        await File.WriteAllTextAsync(
            Path.Combine(State, EnrollingFolder.CardKeysName), CardKeys, Cancellation);

        using (File.OpenHandle(CardKeysFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            await RunAsync(() => Eventually.TrueAsync(() => !HasKey, "its own key is wiped", Cancellation));

        Assert.True(File.Exists(CardKeysFile));
        Assert.All(
            [EnrolmentFile, Path.Combine(State, EnrollingFolder.CardKeysName)],
            secret => Assert.False(File.Exists(secret)));
        Assert.Equal(Lines().Count, ledger.Store.Read(books => books.Terminals.Single().Chains.Single().Sequence));
        await RunAsync(() => Eventually.TrueAsync(
            () => !File.Exists(CardKeysFile), "it is erased when that is possible", Cancellation));
    }

    /// <summary>When the power went.</summary>
    public enum Cut
    {
        BeforeAnyErasure,
        BetweenZerosAndTheirRemoval,
        AfterTheFirstErasure,
    }

    private bool HasKey => File.Exists(Path.Combine(State, "terminal-key.pem"));

    private static async Task<LedgerServer> ServeAsync(LedgerFolder folder) => await LedgerServer.StartAsync(
        new HttpPlan(new IPEndPoint(IPAddress.Loopback, Port), ["127.0.0.1"], IsPlain: true),
        folder,
        NullLoggerFactory.Instance,
        Cancellation);

    private static int Port { get; } = FreePort.Find();

    /// <summary>The first step, and then the power went.</summary>
    private async Task BeginAsync() => RetiredFolder.Begin(State, FormerEnrolment.Of(
        Enrolment.Read(await File.ReadAllBytesAsync(EnrolmentFile, Cancellation)).OrThrow(), "revoked"));

    private void Revoke() => Assert.Null(ledger.Treasury.Revoke(Site.Bar, "Ada", "stolen"));

    /// <summary>Facts in the journal, as JSON.</summary>
    private List<string> Lines() =>
    [
        .. from segment in JournalSegment.In(new FolderStorage(Path.Combine(State, "journal")))
           from line in File.ReadAllLines(Path.Combine(State, "journal", segment.Name))
           select System.Text.Encoding.UTF8.GetString(
               Jws.OpenUnverified(JwsType.Record, System.Text.Encoding.ASCII.GetBytes(line)).OrThrow().Payload.Span),
    ];

    private async Task RunAsync(Func<Task> use)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = DaemonBench.RunAsync(Configuration(), board, TimeProvider.System, stop.Token);
        await use();
        await stop.CancelAsync();
        Assert.Equal(0, await running);
    }

    private HostConfiguration Configuration()
    {
        var values = new Dictionary<string, string?>
        {
            ["profile"] = "kiosk",
            ["state"] = State,
            ["enrolment"] = EnrolmentFile,
            ["mqtt:host"] = "127.0.0.1",
            ["mqtt:port"] = "1",
            ["ledger:server"] = $"http://127.0.0.1:{Port}",
            ["ledger:askAfterSeconds"] = "1",
            ["cards:keys"] = $"file:{CardKeysFile}",
            ["reader:link"] = "i2c",
            ["panel:driver"] = "ssd1306",
            ["panel:adapter"] = "own",
            ["hardware:adapter"] = Boards.Kernel,
            ["log:level"] = "none",
            ["kiosk:articles:0:key"] = "1",
            ["kiosk:articles:0:id"] = "beer",
            ["kiosk:articles:0:name"] = "Beer",
            ["kiosk:articles:0:price"] = "350",
        };
        if (hasPopulations)
        {
            values["cards:populations:0:name"] = "members";
            values["cards:populations:0:method"] = "ultralightAes";
            values["cards:populations:0:versions"] = "2";
            values["cards:populations:0:systemIdentifier"] = "66657374";
        }
        var errors = ConfigurationReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(values).Build(), out var configuration);
        Assert.Empty(errors);
        return configuration!;
    }

    private Task ShowsAsync(string words) => Eventually.TrueAsync(
        () => display.Visible is { } frame &&
            (FrameReader.Read(frame).Text + "\n").Contains(words, StringComparison.Ordinal),
        $"it shows {words}",
        Cancellation);
}
