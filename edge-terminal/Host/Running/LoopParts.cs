using EdgeTerminal.Core;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>
/// What the loop works with. The journal, the lists and the tokens are its own; the others are only told.
/// </summary>
internal sealed record LoopParts(
    TerminalClock Clock,
    TimeProvider Time,
    Journal Journal,
    CardListStore Lists,
    TimeSpan Retention,
    CardTokens Tokens,
    IReadOnlyDictionary<string, Input> Keys,
    IStation Station,
    IUplink Uplink,
    StatusIdentity Identity,
    ServiceManager Manager)
{
    /// <summary>
    /// Orders that the configuration is read again; it comes into force as after SIGHUP. The command comes back with
    /// what came of it.
    /// </summary>
    public Action<Input.CommandHeard> ReadConfiguration { get; init; } = _ => { };

    /// <summary>Orders a look at machine and program; the command comes back with what was seen.</summary>
    public Action<Effect.Diagnose> Diagnose { get; init; } = _ => { };

    /// <summary>A list that has been expired for so long costs this terminal its keys; null: never.</summary>
    public TimeSpan? WipeAfter { get; init; }

    /// <summary>When a list expires by the enrolment, whatever was sent since.</summary>
    public int EnrolledExpirySeconds { get; init; }

    /// <summary>What the ledger sent; null: it sends nothing.</summary>
    public SentConfigStore? Configs { get; init; }

    /// <summary>Told of each step; null: nobody counts.</summary>
    public TerminalMeter? Meter { get; init; }

    /// <summary>The same; null: nobody wants to know.</summary>
    public TerminalTraces? Traces { get; init; }
}
