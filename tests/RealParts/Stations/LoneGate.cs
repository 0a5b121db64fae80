using CloudBridge.Contract;
using Tests.Support;

namespace Tests.RealParts.Stations;

/// <summary>A gate with a turnstile, all its contacts, and a guest who pays.</summary>
internal sealed class LoneGate : IAsyncDisposable
{
    /// <summary>What its display says when it serves.</summary>
    public const string Serving = "Entry";

    /// <summary>What it says in a fire.</summary>
    public const string Burning = "Leave now";

    /// <summary>What a way out says when it serves.</summary>
    public const string ServingOut = "Exit";

    /// <summary>So long that no guest comes too late on a busy machine.</summary>
    private const int AgesInSeconds = 60;

    private const int Release = 17;
    private const int Passed = 5;
    private const int Tampered = 13;
    private const int Fire = 6;

    private LoneGate(LoneStation station)
    {
        Station = station;
        Turnstile = new WiredTurnstile(
            station.Board.Line(Release),
            station.Board.Line(Passed),
            station.Board.Line(Tampered),
            station.Board.Line(Fire));
    }

    public LoneStation Station { get; }

    public WiredTurnstile Turnstile { get; }

    /// <summary>The daemon has taken the turnstile, and listens for a fire.</summary>
    public bool HasBegun =>
        Station.Board.Line(Release).Consumer is not null && Station.Board.Line(Fire).Consumer is not null;

    /// <summary>How often it was released.</summary>
    public int Releases => Station.Board.Line(Release).History.Count(change => change.Level);

    /// <summary>How often it was locked.</summary>
    public int Lockings => Station.Board.Line(Release).History.Count(change => !change.Level);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>All is there but the power.</summary>
    /// <param name="direction">As the configuration says it.</param>
    /// <param name="passageSeconds">How long it is released for a person.</param>
    public static async Task<LoneGate> MakeAsync(string direction = "in", int passageSeconds = AgesInSeconds) => new(
        await LoneStation.MakeAsync(
            "gate",
            $$"""
            {
              "direction": "{{direction}}", "turnstile": "turnstile", "passageSeconds": {{passageSeconds}},
              "passed": { "line": {{Passed}}, "bias": "pullUp", "activeLow": true },
              "tampered": { "line": {{Tampered}}, "bias": "pullUp", "activeLow": true },
              "fire": { "line": {{Fire}}, "bias": "pullUp" },
              "admissions": [ { "id": "day", "name": "Day", "price": 500 } ]
            }
            """,
            new() { ["name"] = "turnstile", ["line"] = Release, ["safe"] = "active" },
            [Kiosks.Card(Kiosks.Guest, "TLF 2000")]));

    /// <summary>The same, and it serves.</summary>
    public static async Task<LoneGate> OpenAsync(int passageSeconds = AgesInSeconds)
    {
        var gate = await MakeAsync(passageSeconds: passageSeconds);
        try
        {
            await gate.Station.StartAsync(Serving);
            await gate.LocksAsync();
            return gate;
        }
        catch
        {
            await gate.DisposeAsync();
            throw;
        }
    }

    /// <summary>A card is laid there, and the turnstile let go.</summary>
    public async Task LetsThroughAsync(string uid)
    {
        var before = Releases;
        await Station.PutAsync(uid);
        await Eventually.TrueAsync(() => Releases > before, "the turnstile is released", Cancellation);
    }

    /// <summary>Somebody walks up to it.</summary>
    /// <returns>False: it is locked.</returns>
    public Task<bool> WalkAsync() => Turnstile.WalkAsync(Cancellation);

    public Task LocksAsync() => Eventually.TrueAsync(() => !Turnstile.IsReleased, "it is locked", Cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Station.DisposeAsync();
}
