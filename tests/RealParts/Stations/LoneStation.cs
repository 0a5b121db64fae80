using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CloudBridge.Contract;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.RealParts.Stations;

/// <summary>
/// The shipped daemon as a station with emulated lines and an emulated reader. It has an enrolment and a card list, and
/// reaches nobody.
/// </summary>
internal sealed class LoneStation : IAsyncDisposable
{
    private const int Buzzer = 18;

    /// <summary>An alarm is three tones of 400 ms; nothing else that it says has three of more than 300 ms.</summary>
    private const int TonesOfAlarm = 3;

    private const long LongTone = 300_000_000;

    // It is started more often here than one that hears from nobody may be.
    private static readonly TerminalLimits Limits = Kiosks.Generous with { UntrustedBoots = 1_000 };

    private readonly Site site = new();
    private readonly TemporaryFolder folder = new();
    private readonly TerminalFiles files;
    private readonly WireServer wires;
    private RunningTerminal terminal = null!;

    private LoneStation()
    {
        files = new TerminalFiles(folder.Path, Site.Bar.ToString());
        wires = WireServer.Listen(files.Wires, Board);
    }

    /// <summary>What its lines are wired to.</summary>
    public VirtualBoard Board { get; } = new(TimeProvider.System);

    /// <summary>All whole lines of its journal.</summary>
    public IReadOnlyList<JournalRecord> Journal => terminal.ReadJournal();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="profile">Of the configuration, and the name of its section.</param>
    /// <param name="section">What stands there.</param>
    /// <param name="output">The one line that it drives.</param>
    /// <param name="cards">The list.</param>
    public static async Task<LoneStation> MakeAsync(
        string profile, string section, JsonObject output, IReadOnlyCollection<CardEntry> cards)
    {
        var station = new LoneStation();
        try
        {
            await station.WriteAsync(profile, section, output, cards);
            return station;
        }
        catch
        {
            await station.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts the plug in for the first time.</summary>
    /// <param name="title">What its display then says.</param>
    public async Task StartAsync(string title)
    {
        terminal = await RunningTerminal.StartAsync(
            files, title, ImmutableDictionary<string, string>.Empty, Cancellation);
        await terminal.ReaderWorksAsync(Cancellation);
    }

    /// <summary>Puts the plug in again.</summary>
    /// <param name="title">What its display then says.</param>
    public async Task StartAgainAsync(string title)
    {
        await terminal.SwitchOnAsync(title, Cancellation);
        await terminal.ReaderWorksAsync(Cancellation);
    }

    /// <summary>SIGKILL.</summary>
    public Task PullThePlugAsync() => terminal.PullThePlugAsync(Cancellation);

    /// <summary>Lays a card there.</summary>
    public Task PutAsync(string uid) => terminal.PutAsync(uid);

    /// <summary>Takes it away.</summary>
    public Task TakeAsync() => terminal.TakeAsync();

    /// <summary>Takes it away from a station at rest, and waits until that was noticed.</summary>
    public Task TakeAtRestAsync() => terminal.TakeAsync(Cancellation);

    /// <summary>Lays a card there that the station does nothing for, and takes it away.</summary>
    public async Task IsIgnoredAsync(string uid)
    {
        await terminal.IgnoresAsync(uid, Cancellation);
        await TakeAtRestAsync();
    }

    /// <summary>Waits until its buzzer sounds the alarm, from now on.</summary>
    public Task AlarmsAsync()
    {
        var before = Board.Line(Buzzer).History.Count;
        return Eventually.TrueAsync(
            () => LongTonesInRow(Board.Line(Buzzer).History.Skip(before)) >= TonesOfAlarm,
            "the alarm sounds",
            Cancellation);
    }

    /// <summary>Waits until the display says so now.</summary>
    public Task SaysAsync(string text) => Eventually.TrueAsync(
        () => terminal.Panel.Display?.Reading.Text.Contains(text, StringComparison.Ordinal) == true,
        $"the display says {text}",
        Cancellation);

    /// <summary>Waits for the first fact of a kind.</summary>
    public Task<TFact> FactAsync<TFact>()
        where TFact : Fact => FactAsync<TFact>(_ => true);

    /// <summary>Waits for the first such fact.</summary>
    public async Task<TFact> FactAsync<TFact>(Func<TFact, bool> isWanted)
        where TFact : Fact
    {
        try
        {
            return await Eventually.GetAsync(
                () => Facts<TFact>().FirstOrDefault(isWanted), typeof(TFact).Name, Cancellation);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException(
                $"{late.Message} The journal has {string.Join("; ", Journal.Select(record => record.Fact))}\n" +
                terminal.Logs,
                late);
        }
    }

    /// <summary>All of a kind.</summary>
    public IEnumerable<TFact> Facts<TFact>()
        where TFact : Fact => Journal.Select(record => record.Fact).OfType<TFact>();

    /// <summary>What an auditor says who has the journal's folder and the terminal's public key.</summary>
    public Task VerifyAsync() => RunningSite.TerminalSaysAsync(
        ["journal", "verify", files.State, "--key", files.Key], Cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (terminal is not null)
            await terminal.DisposeAsync();
        await wires.DisposeAsync();
        folder.Dispose();
        site.Dispose();
    }

    private static int LongTonesInRow(IEnumerable<(long Nanoseconds, bool IsHigh)> changes)
    {
        var (inRow, most, since) = (0, 0, 0L);
        foreach (var (at, isHigh) in changes)
            if (isHigh)
                since = at;
            else if (since > 0)
            {
                inRow = at - since > LongTone ? inRow + 1 : 0;
                most = Math.Max(most, inRow);
            }
        return most;
    }

    private async Task WriteAsync(
        string profile, string section, JsonObject output, IReadOnlyCollection<CardEntry> cards)
    {
        var key = await site.EnrolAsync(files.State, files.Enrolment, Limits, Cancellation);
        await File.WriteAllBytesAsync(files.Key, key.Write(), Cancellation);
        site.SaveList(files.State, cards);
        var configuration = new JsonObject
        {
            ["profile"] = profile,
            ["state"] = files.State,
            ["enrolment"] = files.Enrolment,
            // Nobody listens there.
            ["mqtt"] = new JsonObject { ["host"] = "127.0.0.1", ["port"] = 1 },
            ["hardware"] = new JsonObject { ["adapter"] = "emulator", ["socket"] = files.Wires },
            ["reader"] = new JsonObject { ["device"] = files.Reader },
            ["panel"] = new JsonObject { ["driver"] = "simulated", ["socket"] = files.Panel },
            ["buzzer"] = new JsonObject { ["driver"] = "active", ["line"] = Buzzer },
            ["lines"] = new JsonArray(output),
            ["log"] = new JsonObject { ["level"] = "debug" },
            [profile] = JsonNode.Parse(section),
        };
        await File.WriteAllTextAsync(files.Configuration, configuration.ToJsonString(), Cancellation);
    }
}
