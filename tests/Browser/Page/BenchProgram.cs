using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tests.Support;

namespace Tests.Browser;

/// <summary>`./demo --keep` with a story of nothing but people and prices: three stations, a page, a console.</summary>
public sealed class BenchProgram : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private ChildProcess demo = null!;
    private bool hasEnded;

    private BenchProgram()
    {
    }

    /// <summary>Where the page is.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The folder of the kiosk's journal.</summary>
    public string KioskJournal => Path.Combine(KioskState, "journal");

    private string KioskState => Said("state is in").Split("state is in ")[1].Split(',')[0];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="story">Who is there, and what is sold.</param>
    /// <param name="language">Of the displays, as <c>LANG</c> says it.</param>
    public static async Task<BenchProgram> StartAsync(string story, string language)
    {
        var program = new BenchProgram();
        await File.WriteAllTextAsync(program.folder.In("short.story"), story, Cancellation);
        program.demo = await ChildProcess.StartAsync(
            "dotnet",
            new Dictionary<string, string> { ["LANG"] = language },
            Checkout.Demo,
            "--keep",
            program.folder.In("short.story"));
        await Eventually.TrueAsync(
            () => program.demo.HasEnded ||
                program.demo.Output.Seen.Any(line => line.Contains("In a browser", StringComparison.Ordinal)),
            "the bench is open",
            TimeSpan.FromMinutes(2),
            Cancellation);
        if (program.demo.HasEnded)
            throw new InvalidOperationException($"The demo ended: {string.Join('\n', program.demo.Errors.Seen)}");
        program.Address = new Uri(program.Said("In a browser").Split(' ')[^1]);
        return program;
    }

    /// <summary>Ends a station's daemon behind the bench's back.</summary>
    public void KillDaemonOf(string terminal)
    {
        var configuration = Path.Combine(Path.GetDirectoryName(KioskState)!, $"{terminal}.json");
        var daemon = Directory.EnumerateDirectories("/proc")
            .Where(process => int.TryParse(Path.GetFileName(process), out _))
            .Single(process => Runs(process, configuration));
        using var kill = Process.Start("kill", ["-KILL", Path.GetFileName(daemon)]);
        kill.WaitForExit();
    }

    /// <summary>Waits until the ledger itself says that somebody has so much.</summary>
    public async Task LedgerSaysAsync(string who, long cents)
    {
        var expected = (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);
        var asked = TimeProvider.System.GetTimestamp();
        string told;
        do
        {
            var seen = demo.Output.Seen.Count;
            await demo.Write("balances");
            told = await demo.Output.First<string>(
                seen, line => line.StartsWith($"  {who} ", StringComparison.Ordinal), Cancellation);
        }
        while (!told.EndsWith($" {expected}", StringComparison.Ordinal) &&
            TimeProvider.System.GetElapsedTime(asked) < Eventually.Deadline);
        Assert.EndsWith($" {expected}", told, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (hasEnded)
            return;
        hasEnded = true;
        if (demo is not null)
        {
            demo.Signal("INT");
            await demo.End(CancellationToken.None);
            await demo.DisposeAsync();
        }
        folder.Dispose();
    }

    private string Said(string words) => demo.Output.Seen.First(line => line.Contains(words, StringComparison.Ordinal));

    private static bool Runs(string process, string configuration)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"), Encoding.UTF8)
                .Contains($"\0{configuration}\0", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    }
}
