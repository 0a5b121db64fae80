namespace Tests.Support;

/// <summary>
/// A place where cards are handed out: the program `pn532` with cards on it, and `edge-terminal card` as people call
/// it.
/// </summary>
public sealed class EmulatedDesk : IAsyncDisposable
{
    /// <summary>Master keys, each of one byte again and again, so that any of them is found in a text.</summary>
    public const string ProofKey = "A1A1A1A1A1A1A1A1A1A1A1A1A1A1A1A1";

    /// <inheritdoc cref="ProofKey"/>
    public const string IssuerKey = "B2B2B2B2B2B2B2B2B2B2B2B2B2B2B2B2";

    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly TemporaryFolder folder;
    private readonly ChildProcess emulator;

    private EmulatedDesk(TemporaryFolder folder, ChildProcess emulator) =>
        (this.folder, this.emulator) = (folder, emulator);

    /// <summary>The reader's serial line.</summary>
    public string Device => folder.In("pn532");

    /// <summary>The operator's record.</summary>
    public string Record => folder.In("provisioned.jsonl");

    /// <summary>Options of a reader, populations and keys.</summary>
    public IEnumerable<string> Options => ["--device", Device, .. Cards];

    /// <summary>Options of populations and keys.</summary>
    public IEnumerable<string> Cards =>
        ["--populations", folder.In("cards.json"), "--keys", $"file:{folder.In("keys.json")}"];

    /// <param name="populations">JSON.</param>
    /// <param name="cancellation">The test's own.</param>
    public static async Task<EmulatedDesk> OpenAsync(string populations, CancellationToken cancellation)
    {
        var folder = new TemporaryFolder();
        var emulator = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, Checkout.Emulator, "--pty", folder.In("pn532"));
        var desk = new EmulatedDesk(folder, emulator);
        await emulator.Output.First<string>(0, Said("ready"), cancellation);
        await File.WriteAllTextAsync(folder.In("cards.json"), populations, cancellation);
        await desk.HasKeysAsync(ProofKey, IssuerKey, cancellation);
        return desk;
    }

    /// <summary>Has the file of keys hold these, version 1 of each population.</summary>
    public async Task HasKeysAsync(string proof, string issuer, CancellationToken cancellation)
    {
        var path = folder.In("keys.json");
        var both = $"{{\"proof\":{{\"1\":\"{proof}\"}},\"issuer\":{{\"1\":\"{issuer}\"}}}}";
        await File.WriteAllTextAsync(path, $"{{\"bands\":{both},\"cards\":{both}}}", cancellation);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Lays a card on the reader: what `put` takes.</summary>
    public Task PutAsync(string card, CancellationToken cancellation) => TellAsync($"put {card}", "put", cancellation);

    /// <summary>Takes it away, if it is there still, and lays it there again.</summary>
    public async Task HoldAgainAsync(string uid, CancellationToken cancellation)
    {
        await emulator.Write("take");
        await PutAsync(uid, cancellation);
    }

    /// <summary>Takes it away.</summary>
    public Task TakeAsync(CancellationToken cancellation) => TellAsync("take", "take", cancellation);

    /// <summary>The card will be taken away at this moment of what is done with it; there are two to an exchange.
    /// </summary>
    public Task LoseCardAtAsync(int moment, CancellationToken cancellation) =>
        TellAsync($"fault card-removed 1 {moment}", "fault", cancellation);

    /// <summary>Starts <c>edge-terminal</c>.</summary>
    public static Task<ChildProcess> StartAsync(params IEnumerable<string> arguments) => ChildProcess.StartAsync(
        "dotnet", NoEnvironment, [Checkout.EdgeTerminal, .. arguments]);

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        IEnumerable<string> arguments, CancellationToken cancellation)
    {
        await using var program = await StartAsync(arguments);
        var code = await program.End(cancellation);
        return (code, string.Join('\n', program.Output.Seen), string.Join('\n', program.Errors.Seen));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await emulator.DisposeAsync();
        folder.Dispose();
    }

    private async Task TellAsync(string line, string answer, CancellationToken cancellation)
    {
        var before = emulator.Output.Seen.Count;
        await emulator.Write(line);
        await emulator.Output.First<string>(before, Said(answer), cancellation);
    }

    private static Func<string, bool> Said(string name) =>
        line => line.Contains($"\"event\":\"{name}\"", StringComparison.Ordinal);
}
