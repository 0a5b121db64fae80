using System.Text.Json.Serialization;

namespace Tests.Simulation;

/// <summary>
/// What happens to the world from outside, as data: a script of these is a run. Times are virtual milliseconds;
/// terminals and cards are numbers from 0.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(Visit), "visit")]
[JsonDerivedType(typeof(Pressed), "press")]
[JsonDerivedType(typeof(PowerCutAt), "power-cut")]
[JsonDerivedType(typeof(Killed), "kill")]
[JsonDerivedType(typeof(Stopped), "stop")]
[JsonDerivedType(typeof(DiskTrouble), "disk")]
[JsonDerivedType(typeof(DeviceTrouble), "device")]
[JsonDerivedType(typeof(ClockJumped), "clock")]
[JsonDerivedType(typeof(StaffActed), "staff")]
[JsonDerivedType(typeof(NetworkSplit), "split")]
[JsonDerivedType(typeof(WeatherTurned), "weather")]
[JsonDerivedType(typeof(HalfOpened), "half-open")]
[JsonDerivedType(typeof(BrokerTurned), "broker")]
[JsonDerivedType(typeof(LedgerTrouble), "ledger")]
[JsonDerivedType(typeof(FireBroke), "fire")]
[JsonDerivedType(typeof(Poured), "pour")]
[JsonDerivedType(typeof(LineLost), "lose-line")]
[JsonDerivedType(typeof(GapClosed), "close-gap")]
[JsonDerivedType(typeof(SuspenseSettled), "settle")]
[JsonDerivedType(typeof(WhenIn), "when")]
[JsonDerivedType(typeof(StorageTreated), "storage")]
[JsonDerivedType(typeof(TerminalRevoked), "revoke")]
internal abstract record Happening
{
    private Happening()
    {
    }

    /// <summary>When.</summary>
    [JsonPropertyOrder(-1)]
    public required long At { get; init; }

    /// <summary>A guest comes to a terminal, presses keys, and holds a card; then he pours, or goes through.</summary>
    /// <param name="Terminal">Where.</param>
    /// <param name="Card">Which.</param>
    /// <param name="Keys">Pressed before; none: a balance, or the fixed article.</param>
    public sealed record Visit(int Terminal, int Card, string[] Keys) : Happening
    {
        /// <summary>What is special about it.</summary>
        public Manner Manner { get; init; }

        /// <summary>At a kiosk: the card that pays the rest, his own or a friend's; null: he has none.</summary>
        public int? Other { get; init; }

        /// <summary>At a drink station: how much he wants.</summary>
        public long Millilitres { get; init; }

        /// <summary>At a gate: how many they are; 0 and 1: one.</summary>
        public int People { get; init; }

        /// <summary>At a gate: how long after the card they go through, in milliseconds; 0: they stay out.</summary>
        public long Walks { get; init; }
    }

    /// <summary>Somebody plays with keys, or something wakes the terminal for nothing.</summary>
    public sealed record Pressed(int Terminal, Nudge What) : Happening;

    /// <summary>The power of a machine goes at one of its next steps on the disk.</summary>
    /// <param name="Terminal">Which machine.</param>
    /// <param name="Steps">After so many steps; soon in any case.</param>
    /// <param name="Torn">So many bytes of what was not synced are there all the same.</param>
    /// <param name="Off">For how long.</param>
    public sealed record PowerCutAt(int Terminal, int Steps, int Torn, long Off) : Happening;

    /// <summary>The process is killed; what it wrote stays in the machine's memory.</summary>
    public sealed record Killed(int Terminal) : Happening;

    /// <summary>The process is asked to stop, and started again.</summary>
    public sealed record Stopped(int Terminal) : Happening;

    /// <summary>Something is wrong with a disk.</summary>
    /// <param name="Terminal">Whose; −1: the ledger's.</param>
    /// <param name="What">What.</param>
    /// <param name="For">How long, where it ends.</param>
    /// <param name="Where">For chance: which file, which byte.</param>
    public sealed record DiskTrouble(int Terminal, DiskFault What, long For, ulong Where) : Happening;

    /// <summary>A device does not work.</summary>
    public sealed record DeviceTrouble(int Terminal, DeviceFault What, long For) : Happening;

    /// <summary>A wall clock jumps.</summary>
    public sealed record ClockJumped(int Terminal, long By) : Happening;

    /// <summary>
    /// Staff does something at a terminal that is not selling, allowed or not: it stands signed in the journal.
    /// </summary>
    public sealed record StaffActed(int Terminal, StaffAct What, int Card, long Amount) : Happening;

    /// <summary>
    /// The network falls into parts: each terminal is in one, the ledger in part 0. For a while.
    /// </summary>
    public sealed record NetworkSplit(int[] Parts, long For) : Happening;

    /// <summary>How often messages are lost after the broker took them, come twice, and how late they are.</summary>
    public sealed record WeatherTurned(double Lost, double Twice, long Late) : Happening;

    /// <summary>A connection takes everything and brings nothing, and does not end; −1: the ledger's.</summary>
    public sealed record HalfOpened(int Terminal) : Happening;

    /// <summary>Whoever holds the broker does harm for a while.</summary>
    public sealed record BrokerTurned(BrokerMood Mood, long For) : Happening;

    /// <summary>The ledger's machine loses its power, or is restored from a backup.</summary>
    public sealed record LedgerTrouble(LedgerFault What, int Steps, int Torn, long Off) : Happening;

    /// <summary>The operator does something with a terminal's SD card, or for one that was restored.</summary>
    public sealed record StorageTreated(int Terminal, StorageAct What) : Happening;

    /// <summary>
    /// The treasurer takes a terminal out of the site, and the broker lets it in no more. It goes on alone until it is
    /// told, hands its journal in, and is taken away.
    /// </summary>
    /// <param name="Terminal">Which.</param>
    /// <param name="ToldAfter">So long after that it is told, at the earliest.</param>
    public sealed record TerminalRevoked(int Terminal, long ToldAfter) : Happening;

    /// <summary>A gate's fire contact turns on, for a while.</summary>
    public sealed record FireBroke(int Terminal, long For) : Happening;

    /// <summary>A guest pours at the drink station that is none of the product's.</summary>
    /// <param name="Card">Which.</param>
    /// <param name="Held">The most that it may cost, in cents.</param>
    /// <param name="Taken">What it costs; 0: nothing is poured.</param>
    /// <param name="For">How long until that stands in the journal; 0: it never does.</param>
    public sealed record Poured(int Card, long Held, long Taken, long For) : Happening;

    /// <summary>What the drink station writes next is lost for good before anybody hears it.</summary>
    public sealed record LineLost : Happening;

    /// <summary>The treasurer closes all gaps.</summary>
    public sealed record GapClosed : Happening;

    /// <summary>The treasurer settles what waits in suspense.</summary>
    /// <param name="Card">Under which card it waits.</param>
    /// <param name="For">The card whose wallet gets it, or pays it.</param>
    /// <param name="Amount">Above zero: that wallet gets it.</param>
    public sealed record SuspenseSettled(int Card, int For, long Amount) : Happening;

    /// <summary>Something happens as soon as a terminal is in a phase.</summary>
    /// <param name="Terminal">Which.</param>
    /// <param name="Phase">Its name.</param>
    /// <param name="Then">What.</param>
    public sealed record WhenIn(int Terminal, string Phase, Happening Then) : Happening;
}
