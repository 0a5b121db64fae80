using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What is to be done, in the imperative: data, and safe to repeat after a restart. What one kind of station alone asks
/// for stands in a file by its name.
/// </summary>
public abstract partial record Effect
{
    private Effect()
    {
    }

    /// <summary>Show this; a verdict is answered by <see cref="Input.VerdictShown"/> once it can be seen.</summary>
    public sealed record Show(GuestScreen Screen) : Effect;

    /// <summary>Sound this.</summary>
    public sealed record Sound(Cue Cue) : Effect;

    /// <summary>Answer card look-ups from this list from now on.</summary>
    public sealed record UseCardList(ListVersion Version) : Effect;

    /// <summary>Ask whether there is another card list, and for the list itself.</summary>
    public sealed record AskForCardList : Effect;

    /// <summary>
    /// Read the configuration again, and give the command again with <see cref="Input.CommandHeard.CameTo"/>.
    /// </summary>
    public sealed record ReadConfiguration(Input.CommandHeard Command) : Effect;

    /// <summary>
    /// Look how machine and program are, and give the command again with that in
    /// <see cref="Input.CommandHeard.CameTo"/>.
    /// </summary>
    /// <param name="Command">Which.</param>
    /// <param name="Known">What the terminal knows of itself, to begin with.</param>
    public sealed record Diagnose(Input.CommandHeard Command, string Known) : Effect;

    /// <summary>Delete the segments that have no record behind this one.</summary>
    public sealed record DeleteRecords(RecordPosition Through) : Effect;

    /// <summary>An order to a device of the station's own: a valve, a turnstile.</summary>
    public abstract record ToDevice : Effect
    {
        private protected ToDevice()
        {
        }
    }

    /// <summary>All is settled: the daemon may end.</summary>
    public sealed record Stop : Effect;
}
