using System.Collections.Immutable;
using HardwareDrivers.Display;
using Tests.Support;

namespace Tests.BenchPage;

/// <summary>
/// A station on the bench: a real terminal with emulated devices, and what somebody who stands there can do to it.
/// </summary>
public sealed class Station : IAsyncDisposable
{
    private static readonly TimeSpan WhileMoving = TimeSpan.FromMilliseconds(700);

    private readonly ITerminal terminal;
    private readonly TcpProxy cable;
    private readonly JournalTail journal;
    private readonly LedgerView ledger;
    private readonly Hands hands;
    private PanelViewer? viewer;
    private string settled = "";

    internal Station(
        string name, StationKind kind, ITerminal terminal, TcpProxy cable, MachineTime clock, LedgerView ledger,
        Hands hands)
    {
        (Name, Kind, this.terminal, this.cable) = (name, kind, terminal, cable);
        (Clock, this.ledger, this.hands) = (clock, ledger, hands);
        journal = new JournalTail(terminal.Journal);
        Watch();
    }

    /// <summary>The terminal's name.</summary>
    public string Name { get; }

    public StationKind Kind { get; }

    /// <summary>For addresses and ids of the page.</summary>
    public string Id => Kind.ToString().ToLowerInvariant();

    /// <summary>Its machine's clocks.</summary>
    public MachineTime Clock { get; }

    /// <summary>Of its display: <c>en</c> or <c>fr</c>.</summary>
    public required string Language { get; init; }

    /// <summary>What its display speaks now: a card that lies there may ask for another.</summary>
    public string Speaks => Lying?.Language ?? Language;

    /// <summary>Keys in front of it.</summary>
    public ImmutableArray<BenchKey> Keys { get; init; } = [];

    /// <summary>Of a drink station.</summary>
    public ImmutableArray<BenchTap> Taps { get; init; } = [];

    /// <summary>Of a gate.</summary>
    public WiredTurnstile? Turnstile { get; init; }

    /// <summary>The card that lies on its reader.</summary>
    public BenchCard? Lying { get; private set; }

    public bool HasPower => viewer is not null;

    /// <summary>Its cable is in.</summary>
    public bool HasNetwork { get; private set; } = true;

    /// <summary>What stands on the display; null: it is dark, without power or because the daemon has ended.</summary>
    public Sight.Frame? Display => viewer is { IsGone: false } there ? there.Display : null;

    /// <summary>What has stood on the display for a moment: a screen reader is not to read every drop.</summary>
    public string Settled()
    {
        if (Display is not { } frame)
            return settled = "";
        if (TimeProvider.System.GetElapsedTime(frame.Seen) > WhileMoving)
            settled = string.Join(", ", frame.Reading.Lines).Replace('\t', ' ');
        return settled;
    }

    /// <summary>The last few melodies, and how many were heard since it was switched on.</summary>
    public (ImmutableArray<Sight.Melody> Last, int Count) Heard => viewer?.Heard ?? ([], 0);

    /// <summary>The last lines of its journal, and how many of all the ledger does not have.</summary>
    /// <param name="most">So many lines, if there are.</param>
    public (IReadOnlyList<JournalLine> Last, int Unsent) Journal(int most)
    {
        var lines = journal.Read();
        return ([.. lines.Skip(lines.Count - most)], ledger.Missing(Name, lines));
    }

    /// <summary>Waits until its display asks for a card, whatever its words are.</summary>
    public Task ServesAsync(CancellationToken cancellation) => Eventually.TrueAsync(
        () => Display?.Reading.Symbol == Symbol.Card, "the terminal asks for a card", cancellation);

    /// <summary>Lays a card on the reader, in place of one that lies there.</summary>
    internal async Task LayAsync(BenchCard card)
    {
        await TakeAsync();
        await terminal.PutAsync(card.Order);
        Lying = card;
    }

    /// <summary>Takes the card away, if one lies there.</summary>
    public Task TakeAsync(CancellationToken cancellation) => hands.DoAsync(TakeAsync, cancellation);

    /// <summary>Presses a key; without power nothing happens.</summary>
    public Task PressAsync(string key, CancellationToken cancellation) => hands.DoAsync(
        () => viewer?.PressAsync(key, cancellation) ?? Task.CompletedTask, cancellation);

    /// <summary>Pulls the plug (SIGKILL), or puts it in.</summary>
    public Task SwitchPowerAsync(bool on, CancellationToken cancellation) => hands.DoAsync(async () =>
    {
        if (on == HasPower)
            return;
        if (on)
        {
            await terminal.SwitchOnAsync(cancellation);
            Watch();
            return;
        }
        viewer = null;
        await terminal.PullThePlugAsync(cancellation);
    }, cancellation);

    /// <summary>Pulls the network's cable, or puts it in.</summary>
    public Task SwitchNetworkAsync(bool on, CancellationToken cancellation) => hands.DoAsync(async () =>
    {
        if (on)
            cable.Accept();
        else
        {
            await cable.RefuseAsync();
            cable.Cut();
        }
        HasNetwork = on;
    }, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (terminal is IAsyncDisposable own)
            await own.DisposeAsync();
    }

    /// <summary>For days, perhaps: a tap draws ten pictures a second. The console looks back at what the kiosk showed.
    /// </summary>
    private void Watch()
    {
        viewer = terminal.Panel;
        viewer.KeepsAll = Kind == StationKind.Kiosk;
    }

    internal async Task TakeAsync()
    {
        if (Lying is null)
            return;
        Lying = null;
        await terminal.TakeAsync();
    }
}
